"""Every condition of a claim is a switch: turned off by itself in the Terraform of the shop, it breaks the claim."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from relinfra.claims import (
    Claim,
    alarm_is_told,
    breaker_rolls_back,
    checked_alike,
    copied_soon,
    failure_rolls_back,
    leaves_snapshot,
    no_value_passes,
    objects_copied,
    old_versions_kept,
    requests_logged,
    snapshots_taken,
    state_encrypted,
    state_locked,
    terraform_waits,
)
from relinfra.evidence import Facts, Output, read_output
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.catalogue import load
from tests.relinfra.claims.stacks import Body, Change, changed
from tests.relinfra.claims.test_reasons import KINDS, NEVER_A_REASON
from tests.relinfra.plan.facts import facts, stage

TESTS = Path(__file__).parent
Of = Callable[[Facts], Claim]
EVERY = "*"

DATA, RECOVERY, SERVICE, OBSERVABILITY = (
    f"shop-production-{name}" for name in ("data", "recovery", "service", "observability")
)


def production(known: Facts) -> Stage:
    return known.stage("production")


def web(known: Facts) -> Service:
    return Stage.services.get(production(known), "web")


def through_composite(known: Facts) -> Claim:
    return alarm_is_told(production(known), Stage.alarms.get(production(known), "web_5xx"))


def by_itself(known: Facts) -> Claim:
    return alarm_is_told(production(known), Stage.alarms.get(production(known), "main_cpu"))


CLAIMS: dict[str, Of] = {
    "checked_alike": lambda known: checked_alike(web(known)),
    "copied_soon": lambda known: copied_soon(production(known).recovery.buckets[0]),
    "leaves_snapshot": lambda known: leaves_snapshot(production(known).databases[0]),
    "no_value_passes": lambda known: no_value_passes([production(known)]),
    "objects_copied": lambda known: objects_copied(production(known).recovery.buckets[0]),
    "old_versions_kept": lambda known: old_versions_kept(production(known).buckets[0]),
    "requests_logged": lambda known: requests_logged(production(known).load_balancer),
    "snapshots_taken": lambda known: snapshots_taken(production(known).snapshots[0]),
    "somebody_is_told": through_composite,
    "somebody_is_told by itself": by_itself,
    "state_encrypted": lambda known: state_encrypted(known.project.state),
    "state_locked": lambda known: state_locked(known.project.state),
    "terraform_waits": lambda known: terraform_waits(web(known)),
}


def resource(type: str, name: str, *path: str | int) -> Callable[[Body], Any]:
    """Return what finds a resource of a stack, or a block of one."""

    def find(body: Body) -> Any:
        found = body["resource"][type][name]
        for step in path:
            found = found[step]
        return found

    return find


def sets(find: Callable[[Body], Any], **values: object) -> Change:
    """Return the change that sets arguments of what is found; None takes one away."""

    def change(body: Body) -> None:
        found = find(body)
        for name, value in values.items():
            found.pop(name, None) if value is None else found.update({name: value})

    return change


def policy(find: Callable[[Body], Any], edit: Callable[[list[dict[str, Any]]], object]) -> Change:
    """Return the change that edits the statements of a policy."""

    def change(body: Body) -> None:
        found = find(body)
        written = json.loads(found["policy"])
        edit(written["Statement"])
        found["policy"] = json.dumps(written)

    return change


def refuse(statements: list[dict[str, Any]]) -> None:
    """Turn what a service is allowed into a refusal."""
    for statement in statements:
        if "Service" in statement["Principal"]:
            statement["Effect"] = "Deny"


def shut_out(statements: list[dict[str, Any]]) -> None:
    """Let no alarm in, and nobody else less."""
    statements[:] = [one for one in statements if "cloudwatch" not in str(one["Principal"])]


def without(action: str) -> Callable[[list[dict[str, Any]]], object]:
    """Return what takes an action away from statements."""

    def edit(statements: list[dict[str, Any]]) -> None:
        for statement in statements:
            statement["Action"] = [one for one in statement["Action"] if one != action]

    return edit


def backend(**values: object) -> Change:
    return sets(lambda body: body["terraform"]["backend"]["s3"], **values)


def password(body: Body) -> None:
    """Give a container a password in plain text."""
    task = body["resource"]["aws_ecs_task_definition"]["web"]
    containers = json.loads(task["container_definitions"])
    containers[0]["environment"].append({"name": "DB_PASSWORD", "value": "correct-horse"})
    task["container_definitions"] = json.dumps(containers)


RULE = resource("aws_s3_bucket_replication_configuration", "assets", "rule", 0)
REPLICATION_TIME = resource(
    "aws_s3_bucket_replication_configuration", "assets", "rule", 0, "destination", "replication_time"
)
ROLE = resource("aws_iam_role_policy", "assets_replication")
ASSETS = resource("aws_s3_bucket_versioning", "assets", "versioning_configuration")
REPLICA = resource("aws_s3_bucket_versioning", "assets_replica", "versioning_configuration")
MAIN = resource("aws_db_instance", "main")
COMPOSITE = resource("aws_cloudwatch_composite_alarm", "web")
SUBSCRIPTION = resource("aws_sns_topic_subscription", "alerts_1")
PASSWORD = {"password": "${random_password.main.result}"}
FILTERED = {"filter_policy": '{"severity": ["high"]}'}

BREAKS: list[tuple[str, str, str, Change]] = [
    (
        "checked_alike",
        "same",
        SERVICE,
        sets(resource("aws_lb_target_group", "web_alternate", "health_check"), path="/"),
    ),
    ("copied_soon", "timed", RECOVERY, sets(REPLICATION_TIME, status="Disabled")),
    ("copied_soon", "aimed", RECOVERY, sets(REPLICATION_TIME, time=None)),
    ("leaves_snapshot", "not_skipped", DATA, sets(MAIN, skip_final_snapshot=True)),
    ("leaves_snapshot", "named", DATA, sets(MAIN, final_snapshot_identifier=None)),
    ("no_value_passes", "written", SERVICE, password),
    ("no_value_passes", "written", DATA, sets(MAIN, **PASSWORD)),
    (
        "objects_copied",
        "paired",
        RECOVERY,
        sets(
            resource("aws_s3_bucket_replication_configuration", "assets", "rule", 0, "destination"),
            bucket="arn:aws:s3:::x",
        ),
    ),
    ("objects_copied", "enabled", RECOVERY, sets(RULE, status="Disabled")),
    ("objects_copied", "all_objects", RECOVERY, sets(RULE, filter={"prefix": "images/"})),
    ("objects_copied", "versioned", DATA, sets(ASSETS, status="Suspended")),
    ("objects_copied", "replica_versioned", RECOVERY, sets(REPLICA, status="Suspended")),
    ("objects_copied", "may_read", RECOVERY, policy(ROLE, without("s3:GetObjectVersionForReplication"))),
    ("objects_copied", "may_write", RECOVERY, policy(ROLE, without("s3:ReplicateObject"))),
    ("old_versions_kept", "versioned", DATA, sets(ASSETS, status="Suspended")),
    (
        "old_versions_kept",
        "ended",
        DATA,
        sets(resource("aws_s3_bucket_lifecycle_configuration", "assets", "rule", 0), status="Disabled"),
    ),
    ("requests_logged", "named", SERVICE, sets(resource("aws_lb", "main"), access_logs=None)),
    ("requests_logged", "enabled", SERVICE, sets(resource("aws_lb", "main", "access_logs"), enabled=False)),
    ("snapshots_taken", "scheduled", DATA, sets(resource("aws_backup_plan", "weekly", "rule", 0), schedule=None)),
    ("snapshots_taken", "covered", DATA, sets(resource("aws_backup_selection", "weekly"), resources=[])),
    (
        "snapshots_taken",
        "covered",
        DATA,
        sets(resource("aws_backup_selection", "weekly"), not_resources=["${aws_db_instance.main.arn}"]),
    ),
    (
        "snapshots_taken",
        "unnarrowed",
        DATA,
        sets(
            resource("aws_backup_selection", "weekly"),
            condition=[{"string_equals": [{"key": "aws:ResourceTag/a", "value": "b"}]}],
        ),
    ),
    (
        "somebody_is_told",
        "any_fires",
        OBSERVABILITY,
        lambda body: COMPOSITE(body).update(alarm_rule=COMPOSITE(body)["alarm_rule"].replace(" OR ", " AND ")),
    ),
    (
        "somebody_is_told",
        "any_fires",
        OBSERVABILITY,
        lambda body: COMPOSITE(body).update(alarm_rule=f"NOT ({COMPOSITE(body)['alarm_rule']})"),
    ),
    ("somebody_is_told", "acts", OBSERVABILITY, sets(COMPOSITE, actions_enabled=False)),
    (
        "somebody_is_told by itself",
        "acts",
        OBSERVABILITY,
        sets(resource("aws_cloudwatch_metric_alarm", "main_cpu"), actions_enabled=False),
    ),
    ("somebody_is_told", "told", OBSERVABILITY, sets(COMPOSITE, alarm_actions=[])),
    ("somebody_is_told", "heard", OBSERVABILITY, lambda body: body["resource"].pop("aws_sns_topic_subscription")),
    ("somebody_is_told", "admitted", OBSERVABILITY, policy(resource("aws_sns_topic_policy", "alerts"), refuse)),
    (
        "somebody_is_told by itself",
        "admitted",
        OBSERVABILITY,
        policy(
            resource("aws_sns_topic_policy", "alerts"),
            lambda found: found[0].update(Principal={"Service": ["budgets.amazonaws.com"]}),
        ),
    ),
    ("somebody_is_told", "key_admits", OBSERVABILITY, policy(resource("aws_kms_key", "observability"), shut_out)),
    ("somebody_is_told", "unfiltered", OBSERVABILITY, sets(SUBSCRIPTION, **FILTERED)),
    ("state_encrypted", "everywhere", DATA, backend(encrypt=None)),
    ("state_encrypted", "encrypted", EVERY, backend(encrypt=False)),
    ("state_locked", "everywhere", DATA, backend(use_lockfile=None)),
    ("state_locked", "lock", EVERY, backend(use_lockfile=False)),
    ("terraform_waits", "waits", SERVICE, sets(resource("aws_ecs_service", "web"), wait_for_steady_state=None)),
    ("terraform_waits", "limit", SERVICE, sets(resource("aws_ecs_service", "web"), timeouts=None)),
]


@pytest.fixture(scope="module")
def output(synthesized: Callable[[str], Path]) -> Output:
    """Return the synthesized shop."""
    return read_output(synthesized("shop"))


@pytest.fixture(scope="module")
def shop(output: Output) -> Facts:
    """Return what is known of it."""
    return changed(output, {})


@pytest.mark.parametrize("name", CLAIMS)
def test_the_shop_keeps_what_it_promises(shop: Facts, name: str) -> None:
    """With every switch on, each claim holds."""
    claim = CLAIMS[name](shop)
    assert claim.broken is None


@pytest.mark.parametrize(("name", "condition", "stack", "change"), BREAKS)
def test_one_switch_breaks_the_claim(output: Output, name: str, condition: str, stack: str, change: Change) -> None:
    """It falls by the condition that was broken and rests on what breaks it, or on what is left of it."""
    stacks = output.stacks if stack == EVERY else [stack]
    claim = CLAIMS[name](changed(output, dict.fromkeys(stacks, change)))
    assert claim.kind == name.split(maxsplit=1)[0]
    assert claim.broken is not None
    assert claim.broken.name == condition


def test_one_key_is_not_the_secret(output: Output) -> None:
    """Where a value is written into Terraform, the facts name its place and hold nothing of it."""
    known = changed(output, {SERVICE: password})
    claim = no_value_passes([production(known)])
    assert [fact.value for fact in claim.facts] == [("DB_PASSWORD",)]
    assert "correct-horse" not in repr(claim)


@pytest.mark.parametrize("by", ["ecs", "codedeploy"])
def test_who_replaces_the_tasks_decides_what_turns_them_back(by: str) -> None:
    """The breaker is of ECS alone, and what CodeDeploy takes for a failure of CodeDeploy alone."""
    strategy = {"ecs": "rolling", "codedeploy": "codedeploy"}[by]
    known = facts(production=stage(service={"web": {"name": "web", "deployment": {"strategy": strategy}}}))
    broken = {"ecs": failure_rolls_back, "codedeploy": breaker_rolls_back}[by](web(known)).broken
    assert broken is not None
    assert broken.name == {"ecs": "by_code_deploy", "codedeploy": "by_ecs"}[by]


def _words(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


KNOWN_BY_VERDICT = {
    ("alarms_roll_back", "elsewhere"): "test_rollback: a group of another project's Terraform, unknown",
    ("failure_rolls_back", "elsewhere"): "test_rollback: the same group",
    ("previous_version_works", "borne"): "test_migration: a change that is not backward compatible",
    ("previous_version_works", "said"): "test_migration: a change of which nobody says it",
}
"""Conditions that are alone in their claim, so that tests ask for the verdict."""


@pytest.mark.parametrize("kind", KINDS)
def test_every_condition_is_broken_somewhere(kind: str) -> None:
    """By the test of its claim's module or by the table here: what nothing breaks is a promise untested."""
    own = TESTS / f"test_{KINDS[kind].__module__.rpartition('.')[2]}.py"
    written = set(_words(own)) if own.exists() else set()
    here = {condition for name, condition, *_ in BREAKS if name.split()[0] == kind} | {"by_ecs", "by_code_deploy"}
    unbroken = {name for found, name in CONDITIONS if found == kind} - written - here
    assert unbroken - {name for found, name in KNOWN_BY_VERDICT if found == kind} == set()


CONDITIONS = {(kind, name) for kind, names in load("en")._words["sentences"]["claim"].items() for name in names} | set(
    NEVER_A_REASON
)
