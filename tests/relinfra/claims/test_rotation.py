"""Whether a changed secret reaches the tasks: each condition broken by itself in the Terraform of the shop."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from relinfra.claims import Claim, failed_restart_is_told, password_rotates, rotation_reaches_tasks
from relinfra.evidence import Facts, Repository, collect_facts, read_output
from relinfra.evidence.records.secret import Secret
from relinfra.evidence.records.stage import Stage

SERVICE, DATA, OBSERVABILITY = "shop-production-service", "shop-production-data", "shop-production-observability"
Resources = dict[str, Any]
Change = Callable[[Resources], None]


def in_text(address: tuple[str, str], argument: str, old: str, new: str) -> Change:
    """Return a change of words in an argument, which has to have them."""

    def change(found: Resources) -> None:
        body = found[address[0]][address[1]]
        assert old in body[argument]
        body[argument] = body[argument].replace(old, new)

    return change


def said(address: tuple[str, str], **arguments: Any) -> Change:
    """Return a change of arguments; None takes one away."""

    def change(found: Resources) -> None:
        body = found[address[0]][address[1]]
        body.update(arguments)
        for name in [name for name, value in arguments.items() if value is None]:
            del body[name]

    return change


def without(type_: str, name: str) -> Change:
    """Return a change that takes a resource away."""
    return lambda found: found[type_].pop(name)


def changed(folder: Path, stack: str, *changes: Change) -> Facts:
    """Return the facts of the shop after changes of a stack."""
    output = read_output(folder)
    body: Any = copy.deepcopy(output.stacks[stack].body)
    for change in changes:
        change(body["resource"])
    stacks = {**output.stacks, stack: replace(output.stacks[stack], body=body)}
    return collect_facts(replace(output, stacks=stacks), Repository(Path("no such folder")))


def secrets(known: Facts) -> tuple[Secret, ...]:
    found = Stage.services.get(known.stage("production"), "web").secrets
    assert found
    return found


def broken(claims: list[Claim]) -> set[str | None]:
    return {claim.broken and claim.broken.name for claim in claims}


RULE, TARGET, DOCUMENT = (
    (f"aws_{kind}", "web_secrets") for kind in ("cloudwatch_event_rule", "cloudwatch_event_target", "ssm_document")
)
STARTS, RUNS = (("aws_iam_role_policy", f"web_secrets_{role}") for role in ("event", "run"))


REACHING: list[tuple[Change, str | None]] = [
    (said(RULE), None),
    (said(RULE, event_pattern='{"detail-type":["Secret Label Updated"],"resources":["arn:other"]}'), "heard"),
    (in_text(RULE, "event_pattern", "Secret Label Updated", "Secret Deleted"), "heard"),
    (without(*RULE), "heard"),
    (said(RULE, state="DISABLED"), "enabled"),
    (said(RULE, is_enabled=False), "enabled"),
    (without(*TARGET), "started"),
    (in_text(TARGET, "arn", "shop-production-web-secrets", "other"), "started"),
    (said(TARGET, role_arn=None), "may_start"),
    (in_text(STARTS, "policy", "ssm:StartAutomationExecution", "ssm:GetDocument"), "may_start"),
    (in_text(STARTS, "policy", "iam:PassRole", "iam:GetRole"), "may_start"),
    (in_text(STARTS, "policy", "automation-definition/shop", "automation-definition/other"), "may_start"),
    (without(*STARTS), "may_start"),
    (in_text(DOCUMENT, "content", '"service":"shop-production-web"', '"service":"other"'), "deploys"),
    (in_text(DOCUMENT, "content", '"forceNewDeployment":true', '"forceNewDeployment":false'), "deploys"),
    (in_text(RUNS, "policy", "ecs:UpdateService", "ecs:ListServices"), "may_deploy"),
    (in_text(RUNS, "policy", "/shop-production-web", "/other"), "may_deploy"),
    (in_text(RUNS, "policy", '"Allow"', '"Deny"'), "may_deploy"),
    (in_text(DOCUMENT, "content", '"PropertySelector"', '"Selected"'), "waits"),
]


@pytest.mark.parametrize(("change", "condition"), REACHING)
def test_a_rotation_reaches_tasks_by_all_of_it(
    synthesized: Callable[[str], Path], change: Change, condition: str | None
) -> None:
    """A rule that is on, a document that it may start, and a step that may deploy this service after a release."""
    known = changed(synthesized("shop"), SERVICE, change)
    assert broken([rotation_reaches_tasks(secret) for secret in secrets(known)]) == {condition}


def shared(found: Resources) -> None:
    """Let another service, which has a rule and a document of its own, hear of the same secret before this one."""
    for type_ in ("aws_cloudwatch_event_rule", "aws_cloudwatch_event_target", "aws_ssm_document"):
        told = json.dumps(found[type_]["web_secrets"]).replace("web_secrets", "api_secrets")
        told = told.replace("shop-production-web", "shop-production-api")
        found[type_] = {"api_secrets": json.loads(told), **found[type_]}


def test_a_secret_that_services_share_is_followed_to_the_document_of_each(synthesized: Callable[[str], Path]) -> None:
    """The rule of another service says nothing of this one, whichever of them is found first."""
    known = changed(synthesized("shop"), SERVICE, shared)
    rules = {one.restart.rule.value for one in secrets(known) if one.restart.rule}
    assert rules == {"shop-production-web-secrets"}
    assert broken([rotation_reaches_tasks(secret) for secret in secrets(known)]) == {None}


ALERT = ("aws_cloudwatch_event_rule", "failed_restarts")
UNHEARD, WEB = ("aws_cloudwatch_metric_alarm", "web_secrets_unheard"), ("aws_cloudwatch_composite_alarm", "web")
POLICY, KEY = ("aws_sns_topic_policy", "alerts"), ("aws_kms_key", "observability")


TELLING: list[tuple[Change, str | None]] = [
    (said(ALERT), None),
    (without(*UNHEARD), "not_started"),
    (said(WEB, alarm_actions=[]), "not_started"),
    (in_text(WEB, "alarm_rule", "web_secrets_unheard", "web_cpu"), "not_started"),
    (without("aws_cloudwatch_event_target", "failed_restarts"), "failed"),
    (in_text(ALERT, "event_pattern", "shop-production-web-secrets:", "shop-production-other:"), "failed"),
    (said(ALERT, state="DISABLED"), "alert_enabled"),
    (in_text(POLICY, "policy", "rule/shop-production-failed-restarts", "rule/other"), "admitted"),
    (in_text(KEY, "policy", "shop-production-alerts", "other"), "key_admits"),
    (in_text(KEY, "policy", "kms:EncryptionContext:aws:sns:topicArn", "aws:SourceArn"), "key_admits"),
]


@pytest.mark.parametrize(("change", "condition"), TELLING)
def test_people_hear_of_tasks_that_were_not_replaced(
    synthesized: Callable[[str], Path], change: Change, condition: str | None
) -> None:
    """By an alarm where nothing was started, and by a rule, a topic and a key that let each other where it failed."""
    known = changed(synthesized("shop"), OBSERVABILITY, change)
    assert broken([failed_restart_is_told(secret) for secret in secrets(known)]) == {condition}


ROTATION = ("aws_secretsmanager_secret_rotation", "main")


ROTATING: list[tuple[Change, str | None]] = [
    (said(ROTATION), None),
    (without(*ROTATION), "scheduled"),
    (said(ROTATION, rotation_enabled=False), "switched_on"),
]


@pytest.mark.parametrize(("change", "condition"), ROTATING)
def test_a_password_rotates_in_the_window_that_the_plan_names(
    synthesized: Callable[[str], Path], change: Change, condition: str | None
) -> None:
    """A schedule that is there and on; otherwise RDS does as it likes."""
    known = changed(synthesized("shop"), DATA, change)
    [managed] = [secret for secret in secrets(known) if secret.managed_for]
    claim = password_rotates(managed)
    assert broken([claim]) == {condition}
    assert condition or (claim.window and claim.window.value == "2h")


def test_the_window_of_a_managed_password_is_known(synthesized: Callable[[str], Path]) -> None:
    """It is what the plan says, instead of what RDS does by default."""
    known = collect_facts(read_output(synthesized("shop")), Repository(Path("no such folder")))
    rotations = {
        str(one.rotation.value) for one in Stage.services.get(known.stage("production"), "web").secrets if one.rotation
    }
    assert rotations == {"cron(0 6 ? * SUN *)"}


def test_secrets_that_nobody_reads_are_known(synthesized: Callable[[str], Path]) -> None:
    """RDS rotates the password of a master user whom no service is."""

    def forgotten(found: Resources) -> None:
        task = found["aws_ecs_task_definition"]["web"]
        containers = json.loads(task["container_definitions"])
        for container in containers:
            container.pop("secrets", None)
        task["container_definitions"] = json.dumps(containers)

    known = changed(synthesized("shop"), SERVICE, forgotten)
    [unread] = known.stage("production").unread_secrets
    assert unread.managed_for
    assert unread.managed_for.value == "shop-production-main"
