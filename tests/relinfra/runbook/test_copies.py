"""Backups that are copied to another region, when the instance that they are of is replaced."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from relinfra.runbook import Procedure
from relinfra.runbook.shell import shell_command
from relinfra.runbook.step import Step
from tests.relinfra.runbook.conftest import Project, made
from tests.relinfra.runbook.seeds import RECOVERY, REGION

NAME = "hello-production-main"
COPY = f"arn:aws:rds:{RECOVERY}:444444444444:auto-backup:ab-1"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project with an instance and a cluster, kept for a cold standby."""
    instance = {"version": "17", "class": "db.t4g.medium", "storage_gib": 20, "weekly_snapshots_kept": 4}
    cluster = {"engine": "aurora-postgresql", "version": "17", "capacity": {"min_acu": 2, "max_acu": 16}}
    return made(
        tmp_path_factory.mktemp("copies"),
        {"secrets": {"MAIN": "database.main", "LEDGER": "database.ledger"}},
        databases={"main": instance, "ledger": cluster},
        disaster_recovery={"mode": "cold_standby", "region": RECOVERY, "rto_minutes": 60, "rpo_minutes": 180},
    )


def step(procedure: Procedure, key: str) -> Step:
    """Return the one step of a key."""
    (found,) = (one for one in procedure.steps if one.key == key)
    return found


@pytest.mark.parametrize("name", ["restore-production-database-main", "restore-snapshot-production-database-main"])
def test_copies_end_before_terraform_begins_those_of_the_restored(project: Project, name: str) -> None:
    """Once the damaged one stands aside, before anything is applied; those of the new one are awaited after that."""
    procedure = project.procedures[name]
    keys = [
        (one.key, " ".join(shell_command(one.command, one.given).split()) if one.command else "")
        for one in procedure.steps
    ]
    order = [key for key, _ in keys]
    applied = [
        number for number, (key, text) in enumerate(keys) if key == "dependent" and "hello-production-recovery " in text
    ]
    assert order.index("is_aside") < order.index("copies_end") < order.index("copies_ended") < order.index("forgotten")
    assert len(applied) == 1
    assert order.index("applied") < applied[0] < order.index("copied_anew") < order.index("damaged_kept")


def test_copies_of_a_cluster_are_left_alone(project: Project) -> None:
    """AWS Backup takes and copies its snapshots, by the name that the restored one has."""
    assert "copies_end" not in [one.key for one in project.procedures["restore-production-database-ledger"].steps]


AWS = """#!/bin/bash
case "$*" in
  *describe-db-instances*--output\\ text) echo db-1 ;;
  *describe-db-instances*) cat "$INSTANCE" ;;
  *describe-db-instance-automated-backups*) cat "$BACKUPS" ;;
  *stop-db-instance-automated-backups-replication*) echo "stopped $*" ;;
esac
"""


def said(folder: Path, one: Step, replies: Mapping[str, str]) -> str:
    """Return what the command of a step says, asking a stand-in for the AWS CLI."""
    (folder / "aws").write_text(AWS)
    (folder / "aws").chmod(0o755)
    for name, text in replies.items():
        (folder / name).write_text(text)
    places = {name: str(folder / name) for name in replies}
    run = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", shell_command(one.command, one.given)],
        env={**os.environ, **places, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.strip()


def test_what_is_not_copied_is_not_ended(project: Project, tmp_path: Path) -> None:
    """A replication is ended by the ARN of its instance, asked in the region of the copies; without one nothing is."""
    end = step(project.procedures["restore-production-database-main"], "copies_end")
    arn = f"arn:aws:rds:{REGION}:444444444444:db:{NAME}-damaged"
    instance = '{{"DBInstances": [{{"DBInstanceArn": "{0}", "DBInstanceAutomatedBackupsReplications": {1}}}]}}'
    copied = said(tmp_path, end, {"INSTANCE": instance.format(arn, f'[{{"DBInstanceAutomatedBackupsArn": "{COPY}"}}]')})

    assert f"--region {RECOVERY} --source-db-instance-arn {arn}" in copied
    assert said(tmp_path, end, {"INSTANCE": instance.format(arn, "[]")}) == ""


@pytest.mark.parametrize(
    ("backups", "expected"),
    [("", "none"), ('{"Status": "Replicating"}', "replicating"), ('{"Status": "retained"}', "retained")],
)
def test_the_state_of_copies_is_told_in_small_letters(
    project: Project, tmp_path: Path, backups: str, expected: str
) -> None:
    """RDS writes it in either way (terraform-provider-aws, `instance_automated_backups_replication.go`)."""
    procedure = project.procedures["restore-production-database-main"]
    replies = {"BACKUPS": f'{{"DBInstanceAutomatedBackups": [{backups}]}}'}

    assert {said(tmp_path, step(procedure, key), replies) for key in ("copies_ended", "copied_anew")} == {expected}
