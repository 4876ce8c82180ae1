"""What turns a deployment back: each condition broken by itself in the Terraform of the shop, or of facts by hand."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from relinfra.claims import Verdict, alarms_roll_back, breaker_rolls_back, failure_rolls_back, terraform_waits
from relinfra.evidence import Facts, Output, Repository, collect_facts, read_output
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from tests.relinfra.plan.facts import facts, stage

STACK = "shop-production-service"
NOTHING = Repository(Path("no such folder"))
ALARM = "aws_cloudwatch_metric_alarm"

Broken = Callable[[Callable[[dict[str, Any]], None]], Service]


@pytest.fixture(scope="module")
def output(synthesized: Callable[[str], Path]) -> Output:
    """Return the synthesized shop."""
    return read_output(synthesized("shop"))


@pytest.fixture
def web(output: Output) -> Broken:
    """Return a function: what to do to the resources of the service's stack in, the service as it is known then out."""

    def service(change: Callable[[dict[str, Any]], None]) -> Service:
        stack = output.stacks[STACK]
        body: Any = copy.deepcopy(stack.body)
        change(body["resource"])
        stacks = {**output.stacks, STACK: replace(stack, body=body)}
        return the_service(collect_facts(replace(output, stacks=stacks), NOTHING))

    return service


def the_service(known: Facts, name: str = "web") -> Service:
    """Return a service of production."""
    return Stage.services.get(known.stage("production"), name)


def ecs(resources: dict[str, Any]) -> dict[str, Any]:
    """Return the service itself."""
    found: dict[str, Any] = resources["aws_ecs_service"]["web"]
    return found


def p95(resources: dict[str, Any]) -> dict[str, Any]:
    """Return the rollback alarm on latency."""
    found: dict[str, Any] = resources[ALARM]["web_rollback_p95"]
    return found


def one_side(resources: dict[str, Any]) -> None:
    """Let the alarm on latency watch the first target group alone."""
    for query in p95(resources)["metric_query"]:
        dimensions = query.get("metric", {}).get("dimensions", {})
        if "TargetGroup" in dimensions:
            dimensions["TargetGroup"] = "${aws_lb_target_group.web.arn_suffix}"


def median(resources: dict[str, Any]) -> None:
    """Let the alarm on latency look at the median."""
    for query in p95(resources)["metric_query"]:
        if query.get("metric", {}).get("stat") == "p95":
            query["metric"]["stat"] = "p50"


def elsewhere(resources: dict[str, Any]) -> None:
    """Name an alarm that these stacks do not have."""
    ecs(resources)["alarms"]["alarm_names"] = ["somebody-elses", "shop-production-web-rollback-5xx"]


BREAKS: dict[str, Callable[[dict[str, Any]], None]] = {
    "named": lambda found: ecs(found).pop("alarms"),
    "enabled": lambda found: ecs(found)["alarms"].update(enable=False),
    "rolls_back": lambda found: ecs(found)["alarms"].update(rollback=False),
    "statistic": median,
    "silence_judged": lambda found: p95(found).update(treat_missing_data="missing"),
    "both_sides": one_side,
    "in_time": lambda found: ecs(found)["deployment_configuration"].update(bake_time_in_minutes="3"),
}


def test_the_alarms_of_the_shop_turn_its_deployment_back(web: Broken) -> None:
    """Every condition holds, and every one of them rests on facts."""
    claim = alarms_roll_back(web(lambda _: None))
    assert claim.holds
    assert {condition.name for condition in claim.conditions} == {*BREAKS, "exist"}
    assert [condition.name for condition in claim.conditions if not condition.facts] == []


@pytest.mark.parametrize("name", BREAKS)
def test_alarms_turn_nothing_back_where_one_condition_fails(web: Broken, name: str) -> None:
    """The claim falls by the condition that was broken, and rests on what breaks it."""
    claim = alarms_roll_back(web(BREAKS[name]))
    assert claim.verdict is Verdict.FAILS
    assert claim.broken is not None
    assert claim.broken.name == name
    assert claim.facts == claim.broken.facts


def test_alarms_of_others_cannot_be_judged(web: Broken) -> None:
    """An alarm that these stacks do not have may be right or not: the claim does not hold, nor is it refuted."""
    claim = alarms_roll_back(web(elsewhere))
    assert (claim.verdict, claim.broken and claim.broken.name) == (Verdict.UNKNOWN, "exist")


@pytest.mark.parametrize("switch", ["enable", "rollback"])
def test_a_breaker_that_is_off_turns_nothing_back(web: Broken, switch: str) -> None:
    """Both switches of the block have to be on."""
    assert breaker_rolls_back(web(lambda _: None)).holds
    off = breaker_rolls_back(web(lambda found: ecs(found)["deployment_circuit_breaker"].update({switch: False})))
    assert off.verdict is Verdict.FAILS
    assert json.dumps([fact.value for fact in off.facts]) == "[false]"


def test_terraform_that_does_not_wait_has_no_limit(web: Broken) -> None:
    """A time-out alone makes nobody wait."""
    assert terraform_waits(web(lambda _: None)).holds
    assert not terraform_waits(web(lambda found: ecs(found).update(wait_for_steady_state=False))).holds


CODE_DEPLOY = {
    "rollback": True,
    "rollback_events": ("DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"),
    "alarms_enabled": True,
    "alarms": ("web-5xx",),
    "group": "web",
}


def test_of_a_deployment_group_elsewhere_nothing_is_known() -> None:
    """Its Terraform is another project's: it may turn back or not."""
    known = facts(production=stage(service={"web": {"deployment": {"strategy": "codedeploy"}}}))
    claims = alarms_roll_back(the_service(known)), failure_rolls_back(the_service(known))
    assert {claim.verdict for claim in claims} == {Verdict.UNKNOWN}


@pytest.mark.parametrize(
    ("change", "alarms", "failure"),
    [
        ({}, None, None),
        ({"rollback": False}, "rolls_back", "enabled"),
        ({"rollback_events": ("DEPLOYMENT_FAILURE",)}, "on_alarm", None),
        ({"rollback_events": ("DEPLOYMENT_STOP_ON_ALARM",)}, None, "on_failure"),
        ({"alarms_enabled": False}, "enabled", None),
    ],
)
def test_code_deploy_returns_for_what_it_is_told_to(
    change: dict[str, Any], alarms: str | None, failure: str | None
) -> None:
    """Alarms need their own switch and event beside the one of rollbacks; a failure needs its event."""
    known = facts(
        production=stage(
            service={"web": {"deployment": {"strategy": "codedeploy"}, "code_deploy": {**CODE_DEPLOY, **change}}},
            alarm={"web_5xx": {"name": "web-5xx", "missing_data": "notBreaching"}},
        )
    )
    by_alarms, by_failure = alarms_roll_back(the_service(known)), failure_rolls_back(the_service(known))
    assert (by_alarms.broken and by_alarms.broken.name) == alarms
    assert (by_failure.broken and by_failure.broken.name) == failure
