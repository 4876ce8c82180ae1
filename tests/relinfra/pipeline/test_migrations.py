"""Backup, migration, rollout: the order that the generated workflow keeps, run as bash runs it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.relinfra.pipeline.test_scripts import MATRIX, run_job, stacks

MIGRATING = MATRIX.read_text().replace(
    "      port: 8080\n", "      port: 8080\n      migration: {command: [migrate]}\n"
)
DEFINITION = "arn:aws:ecs:us-east-1:1:task-definition/shop-production-web-migration:3"
OUTPUT = {"cluster": "shop-production-migration", "task_definition": DEFINITION}
NETWORK = {"subnets": ["subnet-1"], "security_groups": ["sg-1"]}
TERRAFORM = f"""echo "terraform $@" >> asked
[ "$2" != output ] || echo '{json.dumps({**OUTPUT, **NETWORK})}'"""
AWS = """echo "$@" >> asked
number=$(grep -c "^$1 $2 " asked)
until test -f "answer-$2-$number"; do number=$((number - 1)); done
cat "answer-$2-$number\""""
STACKS = ("network", "data", "migration", "service")
STARTED = {"tasks": [{"taskArn": "arn:task"}], "failures": []}
NOTHING: dict[str, Any] = {"taskArns": []}
KNOWN = {"taskArns": ["arn:before"]}


@dataclass(frozen=True)
class Ended:
    """How a deployment ended: its exit code, what it said, and what it asked AWS and Terraform."""

    code: int
    said: str
    asked: Sequence[str]

    def of(self, *commands: str) -> list[str]:
        """Return the questions that contain one of the words."""
        return [line for line in self.asked if any(command in line for command in commands)]


def task(status: str, arn: str = "arn:task", *, run: str = "7", definition: str = DEFINITION, **container: int) -> Any:
    told = {"taskArn": arn, "taskDefinitionArn": definition, "startedBy": f"release-{run}"}
    return {"tasks": [{**told, "lastStatus": status, "stoppedReason": "It ended", "containers": [container]}]}


def restorable(minutes: float | None) -> dict[str, Any]:
    """Return what RDS says of a database whose backups reach up to so many minutes ago."""
    if minutes is None:
        return {"DBInstances": [{"DBInstanceIdentifier": "shop-production-main"}]}
    latest = datetime.now(UTC) - timedelta(minutes=minutes)
    return {"DBInstances": [{"LatestRestorableTime": latest.isoformat()}]}


DONE = task("STOPPED", exitCode=0)


def deploy(folder: Path, *, told: dict[str, str] | None = None, before: str = "", **answers: list[Any]) -> Ended:
    """Deploy with what AWS answers to each command, one answer after another, the last one for good."""
    stacks(folder, *STACKS)
    usual: dict[str, list[Any]] = {
        "list_tasks": [NOTHING],
        "describe_db_instances": [restorable(4)],
        "run_task": [STARTED],
        "describe_tasks": [DONE],
        "list_objects_v2": [{}],
        "cp": [{}],
    }
    for command, found in {**usual, **answers}.items():
        for number, answer in enumerate(found, start=1):
            (folder / f"answer-{command.replace('_', '-')}-{number}").write_text(json.dumps(answer))
    commands = {"terraform": TERRAFORM, "aws": f"touch asked\n{before}\n{AWS}", "sleep": ":"}
    result = run_job("deploy-production", folder, commands, MIGRATING, GITHUB_RUN_ID="7", **(told or {}))
    asked = (folder / "asked").read_text().splitlines()
    return Ended(result.returncode, result.stdout + result.stderr, asked)


def test_backup_then_migration_then_code(tmp_path: Path) -> None:
    """The service is applied only when the task has ended well, and that began only once the data was safe."""
    ended = deploy(tmp_path, describe_tasks=[task("PENDING"), task("RUNNING"), DONE])
    assert ended.code == 0, ended.said
    asked = ended.of(" apply ", "describe-db", "run-task", "describe-tasks")
    assert [asked.pop(0).split(" --")[0] for _ in range(2)] == ["rds describe-db-instances"] * 2
    folder = "terraform -chdir=out/cdktf.out/stacks/shop-production"
    assert [re.split(r" -input| --", line)[0] for line in asked] == [
        *(f"{folder}-{name} apply" for name in ("network", "data", "migration")),
        "rds describe-db-instances",
        "ecs run-task",
        *["ecs describe-tasks"] * 3,
        f"{folder}-service apply",
    ]


def test_a_migration_runs_as_its_output_says(tmp_path: Path) -> None:
    """In the cluster, subnets and security groups of the Terraform output; how it ended, and from when, is kept."""
    ended = deploy(tmp_path)
    [started] = ended.of("run-task")
    assert started.startswith("ecs run-task --region us-east-1 --launch-type FARGATE --started-by release-7 ")
    network = {"subnets": ["subnet-1"], "securityGroups": ["sg-1"], "assignPublicIp": "DISABLED"}
    assert json.loads(started.partition("--cli-input-json ")[2]) == {
        "cluster": "shop-production-migration",
        "taskDefinition": DEFINITION,
        "networkConfiguration": {"awsvpcConfiguration": network},
    }
    kept = tmp_path / "applied/shop-production-migration.web_migration.json"
    assert json.loads(kept.read_text()) == DONE
    since = datetime.fromisoformat(kept.with_suffix(".restore-time").read_text().strip())
    assert timedelta() <= datetime.now(UTC) - since < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"describe_tasks": [task("STOPPED", exitCode=3)]}, "::error::web_migration failed: arn:task"),
        ({"describe_tasks": [task("STOPPED")]}, "It ended"),
        ({"run_task": [{"tasks": [], "failures": [{"reason": "RESOURCE:ENI"}]}]}, "RESOURCE:ENI"),
    ],
)
def test_a_migration_that_fails_stops_before_any_code(tmp_path: Path, answers: dict[str, list[Any]], said: str) -> None:
    """An exit code, a container that never ran, a task that could not be placed: each fails and says why."""
    ended = deploy(tmp_path, **answers)
    assert ended.code != 0
    assert said in ended.said
    assert not ended.of("shop-production-service")


def test_a_migration_that_does_not_end_stops_the_release(tmp_path: Path) -> None:
    """The step fails; the one after it stops the task, which is given the time to undo what it has not committed."""
    late = {"MIGRATIONS": "us-east-1,shop-production-migration,web_migration,0,"}
    ended = deploy(tmp_path, told=late, describe_tasks=[task("RUNNING")])
    assert ended.code != 0
    assert "::error::web_migration still runs after 0 minutes: arn:task" in ended.said
    assert not ended.of("shop-production-service")
    assert (tmp_path / "started.txt").read_text() == "migration us-east-1 shop-production-migration arn:task\n"


def test_a_database_that_is_not_there_yet_needs_no_backup(tmp_path: Path) -> None:
    """The first release makes it; any other answer than that stops before a stack is applied."""
    for said, code in (("DBInstanceNotFound", 0), ("AccessDenied", 1)):
        folder = tmp_path / said
        folder.mkdir()
        first = f'echo "$@" >> asked; echo {said} >&2; exit 254'
        missing = f'[ "$2" != describe-db-instances ] || grep -q describe-db asked || {{ {first}; }}'
        ended = deploy(folder, before=missing)
        assert (ended.code != 0) is (code != 0), ended.said
        assert bool(ended.of(" apply ")) is (code == 0)


@pytest.mark.parametrize("minutes", [None, 16])
def test_nothing_migrates_what_cannot_be_restored(tmp_path: Path, minutes: float | None) -> None:
    """Without backups, or with such as have stopped; those of a database just made are waited for."""
    begun = deploy(tmp_path, describe_db_instances=[restorable(None), restorable(60), restorable(4)])
    assert begun.code == 0, begun.said
    assert len(begun.of("describe-db-instances")) == 4
    folder = tmp_path / "late"
    folder.mkdir()
    stopped = deploy(folder, told={"BACKUP_MINUTES": "0"}, describe_db_instances=[restorable(minutes)])
    assert stopped.code != 0
    assert "::error::shop-production-main cannot be restored" in stopped.said
    assert not stopped.of("run-task", "shop-production-service")


def test_a_second_attempt_migrates_no_second_time(tmp_path: Path) -> None:
    """ECS tells what the first has run to its end; the code is deployed all the same."""
    ended = deploy(tmp_path, list_tasks=[NOTHING, KNOWN], describe_tasks=[task("STOPPED", "arn:before", exitCode=0)])
    assert ended.code == 0, ended.said
    assert "web_migration: has run in an attempt before: arn:before" in ended.said
    assert not ended.of("run-task")
    assert ended.of("shop-production-service apply")


@pytest.mark.parametrize(
    "before",
    [
        task("STOPPED", "arn:before", exitCode=1),
        task("STOPPED", "arn:before", run="6", exitCode=0),
        task("STOPPED", "arn:before", definition=f"{DEFINITION}1", exitCode=0),
    ],
)
def test_what_did_not_do_it_is_done_again(tmp_path: Path, before: dict[str, Any]) -> None:
    """A task that failed, one of another run, after which the data may have been restored, and one of other code."""
    ended = deploy(tmp_path, list_tasks=[NOTHING, KNOWN], describe_tasks=[before, DONE])
    assert ended.code == 0, ended.said
    assert len(ended.of("run-task")) == 1


@pytest.mark.parametrize(
    ("run", "definition", "again"), [("7", DEFINITION, 0), ("6", DEFINITION, 1), ("7", "arn:1", 1)]
)
def test_an_attempt_after_hours_migrates_no_second_time(tmp_path: Path, run: str, definition: str, again: int) -> None:
    """ECS has forgotten the task by then, what is kept beside the state has not; another run, or code, migrates."""
    (tmp_path / "records").mkdir()
    kept = tmp_path / "records/shop-production-migration.web_migration.applied.json"
    kept.write_text(json.dumps({"run": run, "definition": definition, "task": "arn:before"}))
    ended = deploy(tmp_path)
    assert ended.code == 0, ended.said
    assert len(ended.of("run-task")) == again
    written = [line for line in ended.asked if "web_migration.applied.json" in line]
    assert len(written) == again


def test_a_second_attempt_waits_for_what_the_first_began(tmp_path: Path) -> None:
    """Two migrations of one schema never run at once."""
    running = task("RUNNING", "arn:before")
    ended = deploy(tmp_path, list_tasks=[KNOWN, NOTHING], describe_tasks=[running, running, DONE])
    assert ended.code == 0, ended.said
    assert not ended.of("run-task")
    assert ended.of("describe-tasks")[-1].endswith("--tasks arn:before --output json")


def test_a_migration_of_another_run_is_not_joined(tmp_path: Path) -> None:
    """It changes the same schema, and to what is not known here."""
    ended = deploy(tmp_path, list_tasks=[KNOWN, NOTHING], describe_tasks=[task("RUNNING", "arn:before", run="6")])
    assert ended.code != 0
    assert "::error::web_migration: the one of another run still runs: arn:before" in ended.said
    assert not ended.of("run-task", "shop-production-service")
