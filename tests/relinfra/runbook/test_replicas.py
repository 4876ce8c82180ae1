"""Two databases of one stack, with a reader and standby replicas: the order in which Terraform comes in line."""

from collections.abc import Iterator

import pytest

from relinfra.evidence import written
from relinfra.runbook import Procedure
from relinfra.runbook.shell import shell_command
from relinfra.runbook.step import Step
from tests.relinfra.runbook.conftest import Project, made
from tests.relinfra.runbook.seeds import RECOVERY

HOME = "hello-production"
AWAY = f"{HOME}-{RECOVERY}"
_DATABASE = {"version": "17", "class": "db.t4g.medium", "storage_gib": 20}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project with two databases, of which one has a reader, both followed in another region."""
    recovery = {"mode": "pilot_light", "region": RECOVERY, "rto_minutes": 60, "rpo_minutes": 15}
    return made(
        tmp_path_factory.mktemp("replicas"),
        {"secrets": {"MAIN": "database.main", "LEDGER": "database.ledger"}},
        databases={"main": {**_DATABASE, "readers": 1}, "ledger": _DATABASE},
        disaster_recovery={**recovery, "network": {"cidr": "10.1.0.0/16"}},
    )


def places(procedure: Procedure, *commands: str, about: str = "") -> list[int]:
    """Return where a procedure has steps with one of the commands, those whose shell text has `about`."""
    return [
        number
        for number, one in enumerate(procedure.steps)
        if one.command in commands and about in shell_command(one.command, one.given)
    ]


def stacks(procedure: Procedure, command: str) -> list[str]:
    """Return the stacks that a command of Terraform is run in, in order."""
    found = [one.given["stack"] for one in procedure.steps if one.command == command]
    return [" ".join(written(one)) for one in found]


def deletes(procedure: Procedure) -> Iterator[tuple[int, Step]]:
    """Return the steps that delete an instance, with their places."""
    for number, one in enumerate(procedure.steps):
        if one.command and "delete-db-instance" in shell_command(one.command, one.given):
            yield number, one


def test_a_stack_forgets_and_takes_in_every_database_before_it_plans(project: Project) -> None:
    """No plan sees a database that is still known by the id of the damaged one; each stack is applied once."""
    back = project.procedures["return-production"]
    assert stacks(back, "state_import") == [f"{HOME}-data"] * 2
    assert stacks(back, "apply_plan") == [f"{HOME}-data"]
    forgotten, taken = places(back, "state_rm", about=f"{HOME}-data"), places(back, "state_import")
    assert len(forgotten) == len(taken) == 2
    assert max(forgotten) < min(taken) < max(taken) < min(places(back, "plan_destroys"))
    applied = stacks(back, "apply_stack")
    assert len(applied) == len(set(applied))
    assert applied.index(f"{HOME}-recovery-data") < applied.index(f"{HOME}-recovery-service")
    assert max(places(back, "state_rm", about=f"{HOME}-recovery-data")) < min(places(back, "apply_stack"))


@pytest.mark.parametrize(
    ("name", "removed", "anew"),
    [
        ("return-production", [f"{HOME}-main-reader-1"], [f"{AWAY}-main", f"{AWAY}-ledger", f"{HOME}-main-reader-1"]),
        (
            "restore-production-database-main",
            [f"{HOME}-main-reader-1", f"{AWAY}-main"],
            [f"{HOME}-main-reader-1", f"{AWAY}-main"],
        ),
        ("restore-production-database-ledger", [f"{AWAY}-ledger"], [f"{AWAY}-ledger"]),
    ],
)
def test_every_replica_follows_what_has_replaced_the_damaged(
    project: Project, name: str, removed: list[str], anew: list[str]
) -> None:
    """Of either region: gone before Terraform plans, and awaited as a replica of the new one after it has applied."""
    procedure = project.procedures[name]
    gone = {" ".join(written(one.given["identifier"])): number for number, one in deletes(procedure)}
    assert sorted(gone) == sorted(removed)
    assert max(gone.values()) < min(places(procedure, "plan_destroys"))
    awaited = {
        " ".join(written(one.given["identifier"])): number
        for number, one in enumerate(procedure.steps)
        if one.key == "follows_anew"
    }
    assert sorted(awaited) == sorted(anew)
    assert min(awaited.values()) > max(places(procedure, "apply_stack"))


def test_nothing_is_deleted_under_its_protection(project: Project) -> None:
    """Every delete of an instance, in every runbook: it was seen to be a replica, and its protection is awaited off."""
    found = [(one, *delete) for one in project.procedures.values() for delete in deletes(one)]
    assert found
    for procedure, number, step in found:
        name = " ".join(written(step.given["identifier"]))
        before = [one for one in procedure.steps[:number] if one.given.get("identifier") == step.given["identifier"]]
        keys = [one.key for one in before]
        assert keys[-2:] == ["replica_unprotect", "replica_unprotected"], name
        assert "is_replica" in keys, name
