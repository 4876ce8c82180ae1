from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.relinfra.runbook.conftest import Project, Run, made
from tests.relinfra.runbook.emulator import TASKS, Emulator
from tests.relinfra.runbook.seeds import RECOVERY, REGION, Seeds

IMAGE = "333333333333.dkr.ecr.eu-west-1.amazonaws.com/hello/web:1.4.0"
HOME, AWAY = "hello-production", "hello-production-eu-west-2"
PREPARED = [f"{HOME}-recovery-{name}" for name in ("network", "data", "service", "observability")]
VERSION = {"TF_VAR_web_image_tag": "1.4.0"}
_SNAPSHOT = "arn:aws:rds:eu-west-2:444444444444:cluster-snapshot:awsbackup:copyjob-1"
_PLAN = {
    "region": RECOVERY,
    "rto_minutes": 240,
    "rpo_minutes": 480,
    "network": {"cidr": "10.1.0.0/16"},
    "state": {"bucket": "acme-hello-tfstate-recovery", "region": RECOVERY},
}
DATABASES: dict[str, dict[str, Any]] = {
    "instance": {"version": "17", "class": "db.t4g.medium", "storage_gib": 20},
    "cluster": {"engine": "aurora-postgresql", "version": "16.4", "capacity": {"min_acu": 1, "max_acu": 4}},
}
Seeding = Callable[..., Seeds]
Running = Callable[..., Run]


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Project]:
    """Return a function: what its database is in, a project with stacks for the day of a loss out."""
    done: dict[str, Project] = {}

    def project(engine: str) -> Project:
        if engine not in done:
            web = {"secrets": {"DATABASE": "database.main"}, "buckets": ["assets"]}
            databases = {"databases": {"main": DATABASES[engine]}, "buckets": {"assets": {}}}
            folder = tmp_path_factory.mktemp(engine)
            done[engine] = made(folder, web, disaster_recovery=_PLAN, **databases)
        return done[engine]

    return project


@pytest.fixture
def both(seeds: Seeding) -> Callable[[Project, str], tuple[Seeds, Seeds]]:
    """Return a function that puts home into the emulator, and elsewhere what the stacks of the day would have made."""

    def seeded(project: Project, engine: str) -> tuple[Seeds, Seeds]:
        home, away = seeds(project), seeds(project, RECOVERY)
        for one in (home, away):
            one.service(IMAGE)
            one.scalable()
            one.alarms()
            one.instance() if engine == "instance" else one.cluster()
        home.domain(home.balancer())
        for one in (home, away):
            one.bucket() if one is home else one.replica_of_bucket()
        return home, away

    return seeded


def copied(away: Seeds, engine: str) -> None:
    """Let a copy of what is at home lie in the other region."""
    if engine == "cluster":
        point = {"ResourceArn": f"arn:aws:rds:{REGION}:444444444444:cluster:{HOME}-main", "Status": "COMPLETED"}
        now = away.aws.replies.now
        away.aws.replies.recovery_points = [{**point, "RecoveryPointArn": _SNAPSHOT, "CreationDate": now}]
        return
    # moto tells of backups of what has a snapshot that RDS took itself.
    away.aws.client("rds", RECOVERY).create_db_instance(
        DBInstanceIdentifier=f"{HOME}-main", DBInstanceClass="db.t4g.medium", Engine="postgres", AllocatedStorage=20
    )


def records(aws: Emulator) -> set[str]:
    """Return where the records of the domain lead."""
    route53 = aws.client("route53", REGION)
    public = [one["Id"] for one in route53.list_hosted_zones()["HostedZones"] if not one["Config"]["PrivateZone"]]
    found = route53.list_resource_record_sets(HostedZoneId=public[0])["ResourceRecordSets"]
    return {one["AliasTarget"]["DNSName"].rstrip(".") for one in found if "AliasTarget" in one}


def wanted(aws: Emulator, region: str, name: str) -> int:
    """Return how many tasks the service of a region is to run."""
    found = aws.client("ecs", region).describe_services(cluster=name, services=[f"{name}-web"])
    return int(found["services"][0]["desiredCount"])


@pytest.mark.parametrize("engine", DATABASES)
def test_a_stage_is_brought_up_from_its_copies_in_order(
    engine: str, *, aws: Emulator, engines: Callable[[str], Project], both: Any, run: Running
) -> None:
    """Home is fenced; network, database, services and their alarms are applied; then the name leads there."""
    project = engines(engine)
    _, away = both(project, engine)
    there = away.balancer()
    copied(away, engine)
    done = run(project, "failover-production", **VERSION)
    assert done.code == 0, done.said
    applied = [line.split()[0].rpartition("/")[2] for line in done.terraform if " apply " in line]
    assert list(dict.fromkeys(applied)) == PREPARED
    assert applied.count(f"{HOME}-recovery-data") == 2, "what a restore does not take is set by another apply"
    assert [line.split()[0].rpartition("/")[2] for line in done.terraform if "-detailed-exitcode" in line] == PREPARED
    assert (wanted(aws, REGION, HOME), wanted(aws, RECOVERY, AWAY)) == (0, TASKS)
    assert records(aws) == {there}
    newest = "TF_VAR_main_snapshot_arn=" + _SNAPSHOT if engine == "cluster" else "NEWEST_COPY=2026-01-31T03:00:00"
    assert any(one.startswith(newest) for one in done.logged("learnt"))
    assert "workflow disable release.yml --repo acme/hello" in done.github


@pytest.mark.parametrize("engine", DATABASES)
def test_without_a_copy_or_a_version_nothing_is_changed(
    engine: str, *, engines: Callable[[str], Project], both: Any, run: Running
) -> None:
    """There is nothing to restore, or nobody has said what ran."""
    project = engines(engine)
    both(project, engine)
    for given in (VERSION, {"TF_VAR_web_image_tag": ""}):
        done = run(project, "failover-production", **given)
        assert done.code == 1
        assert "nothing has been changed" in done.said
        assert not any(" apply " in line for line in done.terraform)


@pytest.mark.parametrize("engine", DATABASES)
def test_what_was_written_comes_home(
    engine: str, *, aws: Emulator, engines: Callable[[str], Project], both: Any, run: Running
) -> None:
    """By a snapshot that is taken once nobody writes; the database at home gets its content under its own name."""
    project = engines(engine)
    home, _ = both(project, engine)
    before = records(aws)
    aws.replies.carry = home.carried
    back = run(project, "return-production")
    assert back.code == 0, back.said
    assert (wanted(aws, REGION, HOME), wanted(aws, RECOVERY, AWAY)) == (TASKS, 0)
    assert records(aws) == before
    rds = aws.client("rds", REGION)
    found = (
        rds.describe_db_instances()["DBInstances"] if engine == "instance" else rds.describe_db_clusters()["DBClusters"]
    )
    key = "DBInstanceIdentifier" if engine == "instance" else "DBClusterIdentifier"
    assert {f"{HOME}-main", f"{HOME}-main-damaged"} <= {one[key] for one in found}
    assert any("state rm" in line and f"{HOME}-data" in line for line in back.terraform)
    assert back.github[-1] == "workflow enable release.yml --repo acme/hello"
    assert any("Action=StopDBInstanceAutomatedBackupsReplication" in one for one in aws.asked) == (engine == "instance")


def test_a_run_that_failed_goes_on_where_it_failed(
    *, aws: Emulator, engines: Callable[[str], Project], both: Any, run: Running
) -> None:
    """With what was learnt before by its log; only the account is checked again."""
    project = engines("cluster")
    _, away = both(project, "cluster")
    away.balancer()
    copied(away, "cluster")
    failed = run(project, "failover-production", TERRAFORM_FAILS="-recovery-data apply", **VERSION)
    assert failed.code == 1
    number = next(iter(re.findall(r"--run --from (\d+) --log", failed.said)))
    before = len(failed.terraform)
    aws.replies.recovery_points = []
    done = run(project, "failover-production", "--run", "--yes", "--from", number, **VERSION)
    assert done.code == 0, done.said
    again = [line.split()[0].rpartition("/")[2] for line in done.terraform[before:] if " apply " in line]
    assert list(dict.fromkeys(again)) == PREPARED[1:]
    assert f"TF_VAR_main_snapshot_arn={_SNAPSHOT}" in done.said
    assert done.github.count("workflow disable release.yml --repo acme/hello") == 1
    assert done.logged("resumed") == [number]
    assert done.logged("found").count("444444444444") == 2
