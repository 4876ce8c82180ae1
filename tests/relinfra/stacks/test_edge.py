"""The edge of an environment: undecided, AWS WAF, or something else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from relinfra.matrix import Matrix
from relinfra.matrix.models.edge import RuleGroup
from relinfra.stacks import ReleaseApp
from relinfra_constructs.edge.web_acl import MANAGED_RULE_GROUPS
from tests.support import addresses, policy, resource

MINIMAL = (Path(__file__).parents[3] / "examples" / "minimal" / "relinfra.yaml").read_text()
BLUE_GREEN = """\
      deployment:
        strategy: blue_green
        bake_minutes: 10
        test_port: 8443
        rollback: {error_rate_percent: 2, p95_latency_ms: 400}
"""


def synthesized(folder: Path, *, environment: str = "", service: str = "") -> Path:
    """Return the output of the minimal example with lines added to its defaults and to its service."""
    text = MINIMAL.replace("defaults:\n", f"defaults:\n{environment}", 1).replace(
        "    web:\n", f"    web:\n{service}", 1
    )
    matrix = folder / "relinfra.yaml"
    matrix.write_text(text)
    ReleaseApp(Matrix.load(matrix), folder / "cdktf.out").synth()
    return folder / "cdktf.out"


def service_stack(output: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((output / "stacks" / "hello-staging-service" / "cdk.tf.json").read_text())
    return found


def declared(output: Path) -> Any:
    edge = json.loads((output / "relinfra.json").read_text())["environments"]["staging"]["edge"]
    return edge and {name: leaf["value"] for name, leaf in edge.items()}


def test_the_matrix_offers_the_rule_groups_there_are() -> None:
    """Two rooms name them, since the matrix knows no constructs."""
    assert sorted(get_args(get_args(RuleGroup)[0])) == sorted(MANAGED_RULE_GROUPS)


def test_a_managed_firewall_stands_in_front_of_the_load_balancer(tmp_path: Path) -> None:
    """With its limit, and what is only tried out."""
    edge = "  edge: {waf: managed, rate_limit_per_5_minutes: 2000, count_only: [AWSManagedRulesSQLiRuleSet]}\n"
    output = synthesized(tmp_path, environment=edge)
    stack = service_stack(output)
    rules = {rule["name"]: rule for rule in resource(stack, "aws_wafv2_web_acl.main")["rule"]}
    assert resource(stack, "aws_wafv2_web_acl_association.main")["resource_arn"] == "${aws_lb.main.arn}"
    assert rules["rate-limit"]["statement"]["rate_based_statement"]["limit"] == 2000
    assert rules["AWSManagedRulesSQLiRuleSet"]["override_action"] == {"count": {}}
    assert declared(output) == {"waf": "managed", "protection": None}


def test_the_key_of_the_stack_encrypts_the_firewalls_log(tmp_path: Path) -> None:
    """CloudWatch Logs has to be let."""
    stack = service_stack(synthesized(tmp_path, environment="  edge: {waf: managed}\n"))
    [logs] = [one for one in policy(stack, "aws_kms_key.service") if one["Sid"] == "AllowLogs"]
    arns = logs["Condition"]["ArnLike"]["kms:EncryptionContext:aws:logs:arn"]
    assert any(arn.endswith(":log-group:aws-waf-logs-hello-staging") for arn in arns)


@pytest.mark.parametrize(
    ("lines", "told"),
    [("", None), ("  edge: {waf: none, protection: Cloudflare}\n", {"waf": "none", "protection": "Cloudflare"})],
)
def test_an_edge_elsewhere_is_told_apart_from_one_nobody_decided(lines: str, told: object, tmp_path: Path) -> None:
    """Neither makes a resource; the plan asks about the latter alone."""
    output = synthesized(tmp_path, environment=lines)
    assert declared(output) == told
    assert not [address for address in addresses(service_stack(output)) if "waf" in address]


def _testers(output: Path) -> list[str]:
    rules = service_stack(output)["resource"]["aws_vpc_security_group_ingress_rule"]
    return [body["cidr_ipv4"] for name, body in sorted(rules.items()) if name.startswith("load_balancer_test_")]


def test_the_test_port_is_open_to_the_named_networks(tmp_path: Path) -> None:
    """In the order of the matrix, so that adding one renumbers nobody."""
    line = "        test_cidrs: [203.0.113.0/24, 198.51.100.7/32]\n"
    assert _testers(synthesized(tmp_path, service=BLUE_GREEN + line)) == ["203.0.113.0/24", "198.51.100.7/32"]


def test_the_test_port_is_open_to_who_comes_from_the_vpc_by_default(tmp_path: Path) -> None:
    """The load balancer is public: tasks and hooks of the VPC reach it from its NAT gateways."""
    testers = _testers(synthesized(tmp_path, service=BLUE_GREEN))
    assert [tester[-len("eipnat_1public_ip}/32") :] for tester in testers] == [
        "eipnat_1public_ip}/32",
        "eipnat_2public_ip}/32",
    ]


def test_functions_that_are_asked_reach_the_test_port_beside_the_named_networks(tmp_path: Path) -> None:
    """They call from the NAT gateways of the VPC; the named ones keep their numbers."""
    hooks = "        hooks: [{function: smoke, stages: [POST_TEST_TRAFFIC_SHIFT]}]\n"
    named, *own = _testers(synthesized(tmp_path, service=f"{BLUE_GREEN}        test_cidrs: [203.0.113.0/24]\n{hooks}"))
    assert named == "203.0.113.0/24"
    assert [tester[-len("eipnat_1public_ip}/32") :] for tester in own] == [
        "eipnat_1public_ip}/32",
        "eipnat_2public_ip}/32",
    ]


@pytest.mark.parametrize(("network", "families"), [("", {"cidr_ipv4"}), ("ipv6: true", {"cidr_ipv4", "cidr_ipv6"})])
def test_tasks_go_out_by_every_address_family_that_their_network_routes(
    network: str, families: set[str], tmp_path: Path
) -> None:
    """A route that no security group lets anybody take is none."""
    output = synthesized(tmp_path, environment=f"  network: {{{network}}}\n")
    rules = service_stack(output)["resource"]["aws_vpc_security_group_egress_rule"]
    found = [body for name, body in rules.items() if name.startswith("web_https_")]
    assert {family for body in found for family in ("cidr_ipv4", "cidr_ipv6") if body.get(family)} == families
    assert all((body["from_port"], body["to_port"]) == (443, 443) for body in found)


def test_a_service_that_tests_nothing_opens_nothing(tmp_path: Path) -> None:
    """Its networks wait, as its test port does, for a strategy that uses them."""
    rolling = "      deployment: {test_port: 8443, test_cidrs: [203.0.113.0/24]}\n"
    rules = service_stack(synthesized(tmp_path, service=rolling))["resource"]["aws_vpc_security_group_ingress_rule"]
    assert "203.0.113.0/24" not in {body.get("cidr_ipv4") for body in rules.values()}
