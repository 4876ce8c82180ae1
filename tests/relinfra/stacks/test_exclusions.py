"""What does not go together is never synthesized together."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from relinfra.domain.exclusions import EXCLUSIONS, Exclusion
from relinfra.errors import MatrixError
from relinfra.matrix import Matrix
from relinfra.stacks import ReleaseApp

WHOLE = """\
version: 1
project: probe
repository: acme/probe
state: {bucket: acme-probe-tfstate, region: eu-west-1}
defaults: {region: eu-west-1}
environments:
  production:
    account: "111111111111"
    approval: {reviewers: [a]}
"""
SHIFT = "bake_minutes: 5, test_port: 8443, rollback: {error_rate_percent: 2, p95_latency_ms: 400}"
DOMAIN = "domain: {name: a.example.com, zone: example.com}"
DATABASE = 'databases: {main: {version: "17", class: db.t4g.medium, storage_gib: 50}}'
UPGRADED = DATABASE.replace("storage", 'upgrade_from: "16", storage')
BY_CODE_DEPLOY = f"deployment: {{strategy: codedeploy, shift: all_at_once, {SHIFT}}}"
STANDBY = "region: eu-central-1, mode: warm_standby, network: {cidr: 10.77.0.0/16}, rto_minutes: 60, rpo_minutes: 15"
WORKER = "image: ghcr.io/a/q, worker: true"


def environment(services: str, *sections: str) -> str:
    """Return the lines of an environment."""
    return "".join(f"    {section}\n" for section in (*sections, f"services: {{{services}}}"))


CONTENT = {
    "zones_and_full_capacity": environment(
        f"half: {{{WORKER}, deployment: {{minimum_healthy_percent: 50, maximum_percent: 100}}}}, "
        f"one: {{{WORKER}, scaling: {{min: 1, max: 1}}, "
        "deployment: {minimum_healthy_percent: 0, maximum_percent: 100}}"
    ),
    "zones_and_code_deploy": environment(f"w: {{image: ghcr.io/a/q, {DOMAIN}, {BY_CODE_DEPLOY}}}"),
    "spot_and_new_cluster": environment(
        f"w: {{{WORKER}, exec: true, capacity: {{spot_percent: 100, on_demand_base: 0}}}}"
    ),
    "pinned_and_automatic_minor": environment(f"w: {{{WORKER}}}", DATABASE.replace("17", "17.4")),
    "major_and_refused_major": environment(f"w: {{{WORKER}}}", UPGRADED),
    "worker_and_replica": environment(
        f"w: {{{WORKER}, secrets: {{DB: database.main}}}}", DATABASE, f"disaster_recovery: {{{STANDBY}}}"
    ),
    "bodies_and_common_rules": environment(f"w: {{image: ghcr.io/a/q, {DOMAIN}}}", "edge: {waf: managed}"),
    "shift_and_connect": environment(
        f"w: {{image: ghcr.io/a/q, {DOMAIN}, deployment: {{strategy: blue_green, {SHIFT}}}}}, "
        f"x: {{{WORKER}, connect: {{to: [w]}}}}"
    ),
    "spot_and_code_deploy": environment(
        f"w: {{image: ghcr.io/a/q, {DOMAIN}, capacity: {{spot_percent: 50}}, {BY_CODE_DEPLOY}}}"
    ),
    "connect_and_code_deploy": environment(
        f"w: {{image: ghcr.io/a/q, {DOMAIN}, connect: {{to: [x]}}, {BY_CODE_DEPLOY}}}, x: {{image: ghcr.io/a/q}}"
    ),
    "stop_and_spot": environment(f"w: {{{WORKER}, capacity: {{spot_percent: 50}}, stop_timeout_seconds: 120}}"),
    "sticky_and_shift": environment(
        f"w: {{image: ghcr.io/a/q, {DOMAIN}, stickiness_seconds: 60, deployment: {{strategy: blue_green, {SHIFT}}}}}"
    ),
    "upgrade_and_standby": environment(f"w: {{{WORKER}}}", UPGRADED, f"disaster_recovery: {{{STANDBY}}}"),
    "aurora_and_standby": environment(
        f"w: {{{WORKER}}}",
        'databases: {main: {engine: aurora-postgresql, version: "17", capacity: {min_acu: 1, max_acu: 2}}}',
        f"disaster_recovery: {{{STANDBY.replace('rpo_minutes: 15', 'rpo_minutes: 480')}}}",
    ),
}
"""For each pair, an environment that asks for both."""


def bodies(folder: Path, content: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield type and arguments of every resource of an environment."""
    ReleaseApp(Matrix.parse(f"{WHOLE}{content}".encode()), folder / "cdktf.out").synth()
    for path in sorted((folder / "cdktf.out/stacks").glob("*/cdk.tf.json")):
        standby = "recovery" in path.parent.name
        for type_, resources in json.loads(path.read_text()).get("resource", {}).items():
            yield from ((f"{'standby ' if standby else ''}{type_}", body) for body in resources.values())


def counted(acl: dict[str, Any]) -> Iterator[str]:
    """Yield the rules of the common rule set that only count."""
    for rule in acl["rule"]:
        if rule["name"] == "AWSManagedRulesCommonRuleSet":
            for override in rule["statement"]["managed_rule_group_statement"].get("rule_action_override") or ():
                yield override["name"]


def brings_together(name: str, found: list[tuple[str, dict[str, Any]]]) -> bool:
    """Whether both of a pair stand in what was synthesized. Raises KeyError for a pair that nothing is asked of."""
    services = [body for type_, body in found if type_ == "aws_ecs_service"]
    databases = [body for type_, body in found if type_ == "aws_db_instance"]
    asked = {
        "zones_and_full_capacity": lambda: any(
            one["availability_zone_rebalancing"] == "ENABLED" and one["deployment_maximum_percent"] == 100
            for one in services
        ),
        "zones_and_code_deploy": lambda: any(
            one["availability_zone_rebalancing"] == "ENABLED" and one["deployment_controller"]["type"] != "ECS"
            for one in services
        ),
        "spot_and_new_cluster": lambda: any(
            "aws_ecs_cluster_capacity_providers.main" not in one["depends_on"] for one in services
        ),
        "pinned_and_automatic_minor": lambda: any(
            "." in one["engine_version"] and one["auto_minor_version_upgrade"] for one in databases
        ),
        "major_and_refused_major": lambda: any(
            not one["allow_major_version_upgrade"] or "postgres17" not in one["parameter_group_name"]
            for one in databases
        ),
        "worker_and_replica": lambda: any(
            body["desired_count"] for type_, body in found if type_ == "standby aws_ecs_service"
        ),
        "bodies_and_common_rules": lambda: any(
            "SizeRestrictions_BODY" not in counted(body) for type_, body in found if type_ == "aws_wafv2_web_acl"
        ),
    }
    return asked[name]()


@pytest.mark.parametrize("name", [one.name for one in EXCLUSIONS if one.answer == "decided"])
def test_a_pair_that_is_decided_stands_nowhere(name: str, tmp_path: Path) -> None:
    """Constructs give way by themselves."""
    found = list(bodies(tmp_path, CONTENT[name]))
    assert not brings_together(name, found)


@pytest.mark.parametrize("pair", [one for one in EXCLUSIONS if one.answer == "refused"], ids=lambda one: one.name)
def test_a_pair_that_is_refused_is_an_error(pair: Exclusion) -> None:
    """Whoever asked for both has to choose, and reads in the table's words why; nothing else is wrong."""
    with pytest.raises(MatrixError) as caught:
        Matrix.parse(f"{WHOLE}{CONTENT[pair.name]}".encode())
    (problem,) = caught.value.problems
    assert pair.effect in problem.hint


def test_every_pair_is_asked_for() -> None:
    """None is in the table for show, and each says who says so."""
    assert {one.name for one in EXCLUSIONS} == set(CONTENT)
    assert all("https://" in one.source or "#" in one.source for one in EXCLUSIONS)
