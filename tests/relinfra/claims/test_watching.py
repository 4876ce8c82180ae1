"""Whether somebody is told: each condition broken by itself in the Terraform of the shop."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from relinfra.claims import SomebodyIsTold, copy_is_told, failure_is_told, gone_is_told, restarts_are_told
from relinfra.evidence import Repository, collect_facts, read_output
from relinfra.evidence.records.stage import Stage

OBSERVABILITY, RECOVERY = "shop-production-observability", "shop-production-recovery"
Change = Callable[[dict[str, Any]], Any]
Synthesized = Callable[[str], Path]


def production(folder: Path, stack: str = OBSERVABILITY, change: Change = lambda found: None) -> Stage:
    """Return the stage after a change of the resources of one stack."""
    output = read_output(folder)
    body: Any = copy.deepcopy(output.stacks[stack].body)
    change(body["resource"])
    stacks = {**output.stacks, stack: replace(output.stacks[stack], body=body)}
    return collect_facts(replace(output, stacks=stacks), Repository(Path("no such folder"))).stage("production")


def web(stage: Stage) -> SomebodyIsTold:
    return gone_is_told(Stage.services.get(stage, "web"))


def restarts(stage: Stage) -> SomebodyIsTold:
    return restarts_are_told(Stage.services.get(stage, "web"))


def backup(stage: Stage) -> SomebodyIsTold:
    [database] = stage.recovery.databases
    return copy_is_told(database.watch, stage.recovery.rpo_minutes)


def bucket(stage: Stage) -> SomebodyIsTold:
    [one] = stage.recovery.buckets
    return copy_is_told(one.watch, stage.recovery.rpo_minutes)


def failed(stage: Stage) -> SomebodyIsTold:
    [one] = stage.recovery.buckets
    return failure_is_told(one.failures)


def snapshot(stage: Stage) -> SomebodyIsTold:
    [plan] = stage.snapshots
    [watch] = plan.watches
    return copy_is_told(watch, None)


CLAIMS = (web, restarts, backup, bucket, failed, snapshot)


@pytest.mark.parametrize("claim", CLAIMS)
def test_the_shop_is_told(synthesized: Synthesized, claim: Callable[[Stage], SomebodyIsTold]) -> None:
    """Of all that the documents promise somebody is told of."""
    found = claim(production(synthesized("shop")))
    assert found.holds
    assert found.alarm


def alarm(found: dict[str, Any], name: str) -> dict[str, Any]:
    one: dict[str, Any] = found["aws_cloudwatch_metric_alarm"][name]
    return one


def unsubscribed(found: dict[str, Any]) -> None:
    found.pop("aws_sns_topic_subscription")


def other_service(found: dict[str, Any]) -> None:
    rule = found["aws_cloudwatch_event_rule"]["web_stopped"]
    rule["event_pattern"] = rule["event_pattern"].replace("service:shop-production-web", "service:another")


def other_copies(found: dict[str, Any]) -> None:
    document = found["aws_ssm_document"]["copies"]
    document["content"] = document["content"].replace('"shop-production-main"', '"another"')


def composite(found: dict[str, Any]) -> dict[str, Any]:
    one: dict[str, Any] = found["aws_cloudwatch_composite_alarm"]["web"]
    return one


BREAKING: list[tuple[Callable[[Stage], SomebodyIsTold], str, Change, str]] = [
    (web, OBSERVABILITY, lambda found: found["aws_cloudwatch_metric_alarm"].pop("web_healthy_hosts"), "alarm"),
    (web, OBSERVABILITY, lambda found: composite(found).update(alarm_rule='ALARM("other")'), "told"),
    (web, OBSERVABILITY, lambda found: composite(found).update(alarm_actions=[]), "told"),
    (web, OBSERVABILITY, unsubscribed, "heard"),
    (
        web,
        OBSERVABILITY,
        lambda found: alarm(found, "web_healthy_hosts").update(treat_missing_data="missing"),
        "silence",
    ),
    (restarts, OBSERVABILITY, lambda found: found["aws_cloudwatch_metric_alarm"].pop("web_restarts"), "alarm"),
    (restarts, OBSERVABILITY, other_service, "alarm"),
    (restarts, OBSERVABILITY, unsubscribed, "heard"),
    (backup, RECOVERY, lambda found: found["aws_cloudwatch_metric_alarm"].pop("main_copy_late"), "alarm"),
    (backup, RECOVERY, lambda found: alarm(found, "main_copy_late").update(actions_enabled=False), "acts"),
    (backup, RECOVERY, lambda found: alarm(found, "main_copy_late").update(alarm_actions=[]), "told"),
    (backup, RECOVERY, unsubscribed, "heard"),
    (backup, RECOVERY, lambda found: alarm(found, "main_copy_late").update(threshold=1800), "in_time"),
    (backup, RECOVERY, lambda found: alarm(found, "main_copy_late").update(threshold=2 * 86400), "in_time"),
    (backup, RECOVERY, lambda found: alarm(found, "main_copy_late").update(treat_missing_data="ignore"), "silence"),
    (backup, RECOVERY, lambda found: found.pop("aws_cloudwatch_event_target"), "measured"),
    (backup, RECOVERY, other_copies, "measured"),
    (bucket, RECOVERY, lambda found: alarm(found, "assets_replication_late")["dimensions"].update(RuleId="x"), "alarm"),
    (
        bucket,
        RECOVERY,
        lambda found: alarm(found, "assets_replication_late").update(treat_missing_data="notBreaching"),
        "silence",
    ),
    (failed, OBSERVABILITY, lambda found: alarm(found, "assets_replication_failed").update(alarm_actions=[]), "told"),
    (snapshot, OBSERVABILITY, lambda found: found.pop("aws_ssm_document"), "measured"),
]


@pytest.mark.parametrize(("claim", "stack", "change", "name"), BREAKING)
def test_each_condition_breaks_the_claim(
    synthesized: Synthesized, claim: Callable[[Stage], SomebodyIsTold], stack: str, change: Change, name: str
) -> None:
    """An alarm on the very thing, that counts silence where that is bad, acts, and reaches people in time."""
    broken = claim(production(synthesized("shop"), stack, change)).broken
    assert broken is not None
    assert broken.name == name


def test_an_alarm_that_tells_by_itself_has_to_act(synthesized: Synthesized) -> None:
    """What a switch turns off tells nobody."""

    def alone(found: dict[str, Any]) -> None:
        actions = composite(found)["alarm_actions"]
        alarm(found, "web_healthy_hosts").update(alarm_actions=actions, actions_enabled=False)

    broken = web(production(synthesized("shop"), OBSERVABILITY, alone)).broken
    assert broken is not None
    assert broken.name == "acts"


def test_a_service_that_rests_at_times_is_missed_by_the_tasks_it_is_to_have(synthesized: Synthesized) -> None:
    """Silence says nothing of it; that it has fewer tasks than it wants does."""

    def resting(found: dict[str, Any]) -> None:
        found["aws_cloudwatch_metric_alarm"].pop("web_healthy_hosts")

    output = read_output(synthesized("shop"))
    stacks = dict(output.stacks)
    for name, change in (
        (OBSERVABILITY, resting),
        (
            "shop-production-service",
            lambda found: found["aws_appautoscaling_target"]["web"].update(min_capacity=0),
        ),
    ):
        body: Any = copy.deepcopy(stacks[name].body)
        change(body["resource"])
        stacks[name] = replace(stacks[name], body=body)
    known = collect_facts(replace(output, stacks=stacks), Repository(Path("no such folder")))
    claim = web(known.stage("production"))
    assert claim.holds
    assert claim.alarm
    assert claim.alarm.value == "shop-production-web-missing-tasks"
