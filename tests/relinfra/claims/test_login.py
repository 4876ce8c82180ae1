"""Whether tasks log in by IAM: each condition broken by itself in the Terraform of a shop with readers."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from relinfra.claims import iam_logs_in
from relinfra.evidence import Facts, Repository, collect_facts, read_output
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage

SERVICE, DATA, MIGRATION = "shop-production-service", "shop-production-data", "shop-production-migration"
Change = Callable[[dict[str, Any]], None]


def changed(folder: Path, stack: str, change: Change) -> Facts:
    output = read_output(folder)
    body: Any = copy.deepcopy(output.stacks[stack].body)
    change(body["resource"])
    stacks = {**output.stacks, stack: replace(output.stacks[stack], body=body)}
    return collect_facts(replace(output, stacks=stacks), Repository(Path("no such folder")))


def web(known: Facts) -> Service:
    return Stage.services.get(known.stage("production"), "web")


def in_policy(old: str, new: str) -> Change:
    """Return a change of words in the policy of the task role."""

    def change(found: dict[str, Any]) -> None:
        policy = found["aws_iam_role_policy"]["web_task"]
        assert old in policy["policy"]
        policy["policy"] = policy["policy"].replace(old, new)

    return change


def said(name: str, **arguments: Any) -> Change:
    """Return a change of arguments of an instance."""
    return lambda found: found["aws_db_instance"][name].update(arguments)


def untold(variable: str) -> Change:
    """Return a change that takes a variable of the container away."""

    def change(found: dict[str, Any]) -> None:
        task = found["aws_ecs_task_definition"]["web"]
        first, *others = json.loads(task["container_definitions"])
        first["environment"] = [one for one in first["environment"] if one["name"] != variable]
        task["container_definitions"] = json.dumps([first, *others])

    return change


BREAKING: list[tuple[str, Change, str | None]] = [
    (SERVICE, in_policy("rds-db:connect", "rds-db:connect"), None),
    (DATA, said("main", iam_database_authentication_enabled=False), "enabled"),
    (DATA, said("main_reader_1", iam_database_authentication_enabled=None), "enabled"),
    (SERVICE, in_policy("rds-db:connect", "rds:connect"), "permitted"),
    (SERVICE, in_policy("mainresource_id}/web", "mainresource_id}/other"), "permitted"),
    (SERVICE, in_policy("main_reader_1resource_id}/web", "mainresource_id}/web"), "permitted"),
    (SERVICE, in_policy("mainresource_id}/web", 'mainresource_id}/web","arn:aws:rds-db:::dbuser:*/web'), "exact"),
    (SERVICE, in_policy("mainresource_id}/web", 'mainresource_id}/web","*'), "exact"),
    (DATA, said("main", username="web"), "not_master"),
    (SERVICE, untold("DATABASE_REGION"), "told"),
    (SERVICE, untold("DATABASE_PORT"), "told"),
]


@pytest.mark.parametrize(("stack", "change", "condition"), BREAKING)
def test_tasks_log_in_by_all_of_it(logging_in: Path, stack: str, change: Change, condition: str | None) -> None:
    """A database and readers that take tokens, a role that is this user there and nobody else, and where to."""
    [login] = web(changed(logging_in, stack, change)).logins
    claim = iam_logs_in(login)
    assert (claim.broken and claim.broken.name) == condition


def test_a_migration_logs_in_as_the_service_does(logging_in: Path) -> None:
    """It has the service's variables and rights, and no password either."""
    service = web(collect_facts(read_output(logging_in), Repository(Path("no such folder"))))
    [login] = service.migration.logins
    assert iam_logs_in(login).holds
    assert not [secret for secret in (*service.secrets, *service.migration.secrets) if secret.managed_for]


def test_the_password_that_nobody_uses_is_told_all_the_same(logging_in: Path) -> None:
    """A master user stays, for whoever grants the login."""
    known = collect_facts(read_output(logging_in), Repository(Path("no such folder")))
    [unread] = known.stage("staging").unread_secrets
    assert unread.managed_for
    assert unread.managed_for.value == "shop-staging-main"
