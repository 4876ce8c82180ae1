from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.relinfra.runbook.conftest import Project, Run, made
from tests.relinfra.runbook.emulator import Emulator
from tests.relinfra.runbook.seeds import REGION, Seeds

IMAGE = "333333333333.dkr.ecr.eu-west-1.amazonaws.com/hello/web:1.4.0"
NAME = "hello-production-main"
ENGINES: Mapping[str, dict[str, Any]] = {
    "postgres": {"version": "17", "class": "db.t4g.medium", "storage_gib": 20, "weekly_snapshots_kept": 4},
    "aurora": {
        "engine": "aurora-postgresql",
        "version": "17",
        "capacity": {"min_acu": 2, "max_acu": 16},
        "weekly_snapshots_kept": 4,
    },
}
Running = Callable[..., Run]


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Project]:
    """Return a function: an engine in, the project whose service `web` reads from such a database out."""
    done: dict[str, Project] = {}

    def project(engine: str) -> Project:
        if engine not in done:
            web = {"secrets": {"DATABASE": "database.main"}}
            done[engine] = made(tmp_path_factory.mktemp(engine), web, databases={"main": ENGINES[engine]})
        return done[engine]

    return project


def minutes_ago(minutes: int) -> str:
    """Return a time as whoever runs it writes it."""
    return (datetime.now(UTC) - timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")


def instances(aws: Emulator) -> dict[str, dict[str, Any]]:
    """Return the instances by name."""
    found = aws.client("rds", REGION).describe_db_instances()["DBInstances"]
    return {one["DBInstanceIdentifier"]: one for one in found}


def test_an_instance_is_restored_under_its_name(
    *, aws: Emulator, databases: Callable[[str], Project], seeds: Callable[[Project], Seeds], run: Running
) -> None:
    """The copy has everything of the original that is compared, the damaged one stands aside, the service is back."""
    project = databases("postgres")
    seeded = seeds(project)
    seeded.service(IMAGE)
    seeded.alarms()
    seeded.scalable()
    seeded.instance()
    before = instances(aws)[NAME]
    done = run(project, "restore-production-database-main", RESTORE_TIME=minutes_ago(0))
    assert done.code == 0, done.said
    after = instances(aws)
    assert set(after) == {NAME, f"{NAME}-damaged"}
    kept = (
        "DeletionProtection",
        "MonitoringInterval",
        "BackupRetentionPeriod",
        "MultiAZ",
        "EnabledCloudwatchLogsExports",
    )
    assert {key: after[NAME].get(key) for key in kept} == {key: before.get(key) for key in kept}
    assert after[NAME]["VpcSecurityGroups"] == before["VpcSecurityGroups"]
    assert after[NAME]["DBParameterGroups"][0]["DBParameterGroupName"] == "hello-production-main-postgres17"
    assert [line for line in done.terraform if "state rm" in line or "import" in line] == [
        "-chdir=out/cdktf.out/stacks/hello-production-data state rm aws_db_instance.main",
        f"-chdir=out/cdktf.out/stacks/hello-production-data import -input=false aws_db_instance.main {NAME}",
    ]
    assert any("hello-production-service apply" in line for line in done.terraform)
    assert "TF_VAR_web_image_tag=1.4.0" in done.logged("learnt")


def test_a_weekly_snapshot_takes_the_place(
    *, aws: Emulator, databases: Callable[[str], Project], seeds: Callable[[Project], Seeds], run: Running
) -> None:
    """The newest that AWS Backup has completed; what follows is what follows a restore to a time."""
    project = databases("postgres")
    seeded = seeds(project)
    seeded.service(IMAGE)
    seeded.alarms()
    seeded.scalable()
    seeded.instance()
    seeded.weekly()
    done = run(project, "restore-snapshot-production-database-main")
    assert done.code == 0, done.said
    assert set(instances(aws)) == {NAME, f"{NAME}-damaged"}
    assert any(line.endswith(":snapshot:weekly") for line in done.logged("learnt"))


def test_a_cluster_is_restored_with_its_instances(
    *, aws: Emulator, databases: Callable[[str], Project], seeds: Callable[[Project], Seeds], run: Running
) -> None:
    """Cluster and instances bear their names again, and each is imported."""
    project = databases("aurora")
    seeded = seeds(project)
    seeded.service(IMAGE)
    seeded.alarms()
    seeded.scalable()
    seeded.cluster()
    members = set(instances(aws))
    done = run(project, "restore-production-database-main", RESTORE_TIME=minutes_ago(0))
    assert done.code == 0, done.said
    after = instances(aws)
    assert set(after) == members | {f"{one}-damaged" for one in members}
    assert {aws.replies.renamed[after[one]["DBClusterIdentifier"]] for one in members} == {NAME}
    assert len([line for line in done.terraform if "import" in line]) == 1 + len(members)


@pytest.mark.parametrize(("minutes", "left_over", "why"), [(60 * 24 * 60, False, "yes"), (0, True, "0. Otherwise")])
def test_nothing_is_changed_where_it_cannot_be_restored(
    *,
    aws: Emulator,
    databases: Callable[[str], Project],
    seeds: Callable[[Project], Seeds],
    run: Running,
    minutes: int,
    left_over: bool,
    why: str,
) -> None:
    """A time before the backups, or what a former restore has left, ends it before the service is stopped."""
    project = databases("postgres")
    seeded = seeds(project)
    seeded.instance()
    if left_over:
        seeded.instance("-restored")
    before = set(instances(aws))
    done = run(project, "restore-production-database-main", RESTORE_TIME=minutes_ago(minutes))
    assert done.code == 1
    assert why in done.said
    assert "nothing has been changed" in done.said
    assert set(instances(aws)) == before
    assert (done.github, done.terraform) == ([], [])


def test_a_time_has_to_be_given(databases: Callable[[str], Project], run: Running) -> None:
    """Nobody restores to a time that was never said."""
    done = run(databases("postgres"), "restore-production-database-main")
    assert done.code == 1
    assert "RESTORE_TIME is not set" in done.said


def test_a_plan_that_destroys_is_not_applied(
    *, aws: Emulator, databases: Callable[[str], Project], seeds: Callable[[Project], Seeds], run: Running
) -> None:
    """Terraform that would replace the database after the import stops the procedure with the damaged one kept."""
    project = databases("postgres")
    seeded = seeds(project)
    seeded.service(IMAGE)
    seeded.scalable()
    seeded.instance()
    done = run(project, "restore-production-database-main", RESTORE_TIME=minutes_ago(0), DESTROYS="delete")
    assert done.code == 1
    assert "do not apply" in done.said
    assert not [line for line in done.terraform if " apply " in line]
    assert f"{NAME}-damaged" in instances(aws)
