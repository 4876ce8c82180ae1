"""What moves a name to the other region: each condition broken by itself in the Terraform of a warm standby."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from relinfra.claims import failover_moves, move_is_told
from relinfra.claims.failover import FailoverMoves
from relinfra.evidence import Repository, collect_facts, read_output

HOME, AWAY = "hello-production-service", "hello-production-recovery-service"
Change = Callable[[dict[str, Any]], Any]


def claim(folder: Path, stack: str = HOME, change: Change = lambda found: None) -> FailoverMoves:
    """Return the claim over the only name, after a change of the resources of one stack."""
    output = read_output(folder)
    body: Any = copy.deepcopy(output.stacks[stack].body)
    change(body["resource"])
    stacks = {**output.stacks, stack: replace(output.stacks[stack], body=body)}
    known = collect_facts(replace(output, stacks=stacks), Repository(Path("no such folder")))
    [name] = known.stage("production").recovery.names
    return failover_moves(name)


def test_an_idle_alternate_group_and_a_second_service_have_no_say(failing_over: Path) -> None:
    """Both are behind the same load balancer, one without targets and one that may be sick; the claim still holds."""
    assert claim(failing_over).holds
    body: Any = read_output(failing_over).stacks[HOME].body["resource"]
    assert {"web", "web_alternate", "api"} <= set(body["aws_lb_target_group"])
    assert not body["aws_route53_record"]["web"]["alias"]["evaluate_target_health"]


FAILOVER = "hello-production-recovery-failover"


def told(folder: Path, change: Change = lambda found: None) -> str | None:
    """Return the condition by which nobody is told that the name moved, None where somebody is."""
    output = read_output(folder)
    body: Any = copy.deepcopy(output.stacks[FAILOVER].body)
    change(body["resource"])
    stacks = {**output.stacks, FAILOVER: replace(output.stacks[FAILOVER], body=body)}
    known = collect_facts(replace(output, stacks=stacks), Repository(Path("no such folder")))
    [name] = known.stage("production").recovery.names
    broken = move_is_told(name.home).broken
    return broken and broken.name


def moved(found: dict[str, Any]) -> dict[str, Any]:
    one: dict[str, Any] = found["aws_cloudwatch_metric_alarm"]["web_moved"]
    return one


TELLING: list[tuple[Change, str | None]] = [
    (lambda found: None, None),
    (lambda found: found["aws_cloudwatch_metric_alarm"].pop("web_moved"), "alarm"),
    (lambda found: moved(found).update(actions_enabled=False), "acts"),
    (lambda found: moved(found).update(alarm_actions=[]), "told"),
    (lambda found: found.pop("aws_sns_topic_subscription"), "heard"),
    (lambda found: moved(found).update(treat_missing_data="notBreaching"), "silence"),
]


@pytest.mark.parametrize(("change", "name"), TELLING)
def test_somebody_is_told_that_a_name_moved(failing_over: Path, change: Change, name: str | None) -> None:
    """By an alarm on the very check that decides, however silent it is."""
    assert told(failing_over, change) == name


def test_the_health_of_the_load_balancer_is_no_signal(failing_over: Path) -> None:
    """As records had it before: any of those groups would then move the name, or hold it."""

    def as_before(found: dict[str, Any]) -> None:
        record = found["aws_route53_record"]["web"]
        record["alias"]["evaluate_target_health"] = True
        del record["health_check_id"]

    broken = claim(failing_over, HOME, as_before).broken
    assert broken is not None
    assert broken.name == "nothing_else"


def record(found: dict[str, Any], name: str = "web") -> dict[str, Any]:
    one: dict[str, Any] = found["aws_route53_record"][name]
    return one


def check(found: dict[str, Any]) -> dict[str, Any]:
    one: dict[str, Any] = found["aws_route53_health_check"]["web"]
    return one


def unlimited(found: dict[str, Any], limit: int) -> None:
    [acl] = found["aws_wafv2_web_acl"].values()
    for rule in acl["rule"]:
        if "rate_based_statement" in rule["statement"]:
            rule["statement"]["rate_based_statement"]["limit"] = limit


def unrouted(found: dict[str, Any]) -> None:
    found["aws_lb_listener_rule"]["web"]["condition"] = [{"host_header": {"values": ["hello.example.com"]}}]
    found["aws_lb_listener_rule"]["api"]["condition"] = [{"host_header": {"values": ["hello.example.com"]}}]


BREAKING: list[tuple[Change, str]] = [
    (lambda found: record(found).pop("failover_routing_policy"), "both_sides"),
    (lambda found: record(found)["failover_routing_policy"].update(type="NEITHER"), "both_sides"),
    (lambda found: record(found)["alias"].update(evaluate_target_health=True), "nothing_else"),
    (lambda found: record(found).pop("health_check_id"), "own_check"),
    (lambda found: check(found).update(disabled=True), "switched_on"),
    (lambda found: check(found).update(invert_healthcheck=True), "switched_on"),
    (lambda found: check(found).update(fqdn="hello.example.com"), "own_region"),
    (lambda found: record(found, "web_region").update(alias={"name": "elsewhere", "zone_id": "Z"}), "own_region"),
    (lambda found: found["aws_lb_target_group"]["web"]["health_check"].update(matcher="200-499"), "answers"),
    (lambda found: record(found, "web_ipv6").pop("health_check_id"), "together"),
    (lambda found: record(found, "web_ipv6")["alias"].update(evaluate_target_health=True), "together"),
    (lambda found: found["aws_lb"]["main"].update(internal=True), "public"),
    (lambda found: unlimited(found, 100), "let_through"),
    (lambda found: check(found).update(resource_path="/other"), "same_signal"),
    (unrouted, "reaches"),
]


@pytest.mark.parametrize("stack", [HOME, AWAY])
@pytest.mark.parametrize(("change", "name"), BREAKING)
def test_each_condition_breaks_the_claim(failing_over: Path, stack: str, change: Change, name: str) -> None:
    """One signal, the same in both regions, as wide as one service."""
    broken = claim(failing_over, stack, change).broken
    assert broken is not None
    assert broken.name == name
