from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.relinfra.runbook.conftest import Project, Run, made
from tests.relinfra.runbook.emulator import TASKS, Emulator
from tests.relinfra.runbook.seeds import RECOVERY, REGION, Seeds

IMAGE = "333333333333.dkr.ecr.eu-west-1.amazonaws.com/hello/web:1.4.0"
HOME, AWAY = "hello-production", "hello-production-eu-west-2"
_RECOVERY = {"region": RECOVERY, "rto_minutes": 60, "rpo_minutes": 15, "network": {"cidr": "10.1.0.0/16"}}
_DATABASE = {"version": "17", "class": "db.t4g.medium", "storage_gib": 20, "password_version": 2}
_MORNING = {"name": "morning", "cron": "0 6 * * ? *", "min": 3, "max": 4}
MODES: Mapping[str, dict[str, Any]] = {
    "pilot_light": {},
    "warm_standby": {},
    "replica": {"databases": {"main": _DATABASE}},
}
Modes = Callable[[str], Project]
Seeding = Callable[..., Seeds]
Running = Callable[..., Run]


@pytest.fixture(scope="module")
def modes(tmp_path_factory: pytest.TempPathFactory) -> Modes:
    """Return a function: a mode of recovery in, the project that is protected so out."""
    done: dict[str, Project] = {}

    def project(mode: str) -> Project:
        if mode not in done:
            web: dict[str, Any] = {"secrets": {"DATABASE": "database.main"}} if mode == "replica" else {}
            if mode == "pilot_light":
                web["scaling"] = {"schedules": [_MORNING]}
            plan = {**_RECOVERY, "mode": mode if mode != "replica" else "pilot_light"}
            done[mode] = made(tmp_path_factory.mktemp(mode), web, disaster_recovery=plan, **MODES[mode])
        return done[mode]

    return project


@pytest.fixture
def both(seeds: Seeding) -> Callable[[Project], tuple[Seeds, Seeds]]:
    """Return a function that puts both regions of a project into the emulator: home serves, the other waits."""

    def seeded(project: Project) -> tuple[Seeds, Seeds]:
        home, away = seeds(project), seeds(project, RECOVERY)
        for one, tasks in ((home, TASKS), (away, 0)):
            one.service(IMAGE, tasks=tasks)
            one.scalable()
            one.alarms()
        return home, away

    return seeded


def wanted(aws: Emulator, region: str, name: str) -> int:
    """Return how many tasks the service of a region is to run."""
    found = aws.client("ecs", region).describe_services(cluster=name, services=[f"{name}-web"])
    return int(found["services"][0]["desiredCount"])


def led(aws: Emulator) -> set[str]:
    """Return where the records of the domain lead."""
    route53 = aws.client("route53", REGION)
    public = [one["Id"] for one in route53.list_hosted_zones()["HostedZones"] if not one["Config"]["PrivateZone"]]
    records = route53.list_resource_record_sets(HostedZoneId=public[0])["ResourceRecordSets"]
    return {one["AliasTarget"]["DNSName"].rstrip(".") for one in records if "AliasTarget" in one}


def switches(aws: Emulator, check: str) -> tuple[bool, bool]:
    """Return whether a health check is off, and whether it is turned around."""
    found = aws.client("route53", REGION).get_health_check(HealthCheckId=check)["HealthCheck"]["HealthCheckConfig"]
    return found["Disabled"], found["Inverted"]


def instance(aws: Emulator, region: str, name: str) -> dict[str, Any]:
    """Return an instance of a region."""
    found = aws.client("rds", region).describe_db_instances(DBInstanceIdentifier=name)["DBInstances"]
    return dict(found[0])


def test_a_stage_without_data_fails_over_and_returns(*, aws: Emulator, modes: Modes, both: Any, run: Running) -> None:
    """The name leads to the other region, home is fenced, schedules follow; the return undoes all of it."""
    project = modes("pilot_light")
    home, away = both(project)
    home.domain(home.balancer())
    there = away.balancer()
    before = led(aws)
    done = run(project, "failover-production")
    assert done.code == 0, done.said
    assert (wanted(aws, REGION, HOME), wanted(aws, RECOVERY, AWAY)) == (0, TASKS)
    assert led(aws) == {there}
    scaling = aws.client("application-autoscaling", RECOVERY)
    assert len(scaling.describe_scheduled_actions(ServiceNamespace="ecs")["ScheduledActions"]) == 1
    assert done.github == ["workflow disable release.yml --repo acme/hello"]
    back = run(project, "return-production")
    assert back.code == 0, back.said
    assert (wanted(aws, REGION, HOME), wanted(aws, RECOVERY, AWAY)) == (TASKS, 0)
    assert led(aws) == before
    assert scaling.describe_scheduled_actions(ServiceNamespace="ecs")["ScheduledActions"] == []
    assert back.github[-1] == "workflow enable release.yml --repo acme/hello"
    plans = [line for line in back.terraform if "-detailed-exitcode" in line]
    assert [line.split()[0].rpartition("/")[2] for line in plans] == [f"{HOME}-service", f"{HOME}-recovery-service"]


def test_a_check_is_overruled_and_asked_again(*, aws: Emulator, modes: Modes, both: Any, run: Running) -> None:
    """Where Route 53 leads a name by itself, people overrule its check until the return."""
    project = modes("warm_standby")
    home, away = both(project)
    checks = home.check(), away.check()
    done = run(project, "failover-production")
    assert done.code == 0, done.said
    assert [switches(aws, one) for one in checks] == [(True, True), (False, False)]
    back = run(project, "return-production")
    assert back.code == 0, back.said
    assert [switches(aws, one) for one in checks] == [(False, False), (False, False)]


def test_a_database_is_promoted_and_followed_back(*, aws: Emulator, modes: Modes, both: Any, run: Running) -> None:
    """Nobody reaches the former one, the lag is on record, and home takes writes under its own name afterwards."""
    project = modes("replica")
    home, away = both(project)
    home.domain(home.balancer())
    away.balancer()
    home.instance()
    group = instance(aws, REGION, f"{HOME}-main")["VpcSecurityGroups"][0]["VpcSecurityGroupId"]
    away.replica()
    done = run(project, "failover-production")
    assert done.code == 0, done.said
    assert "SECONDS_BEHIND=7" in done.logged("learnt")
    assert f"{AWAY}-main" in aws.replies.promoted
    rules = aws.client("ec2", REGION).describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])
    assert [one for one in rules["SecurityGroupRules"] if not one["IsEgress"]] == []
    home.lag(f"{HOME}-main", 30)
    back = run(project, "return-production")
    assert back.code == 0, back.said
    names = {one["DBInstanceIdentifier"] for one in aws.client("rds", REGION).describe_db_instances()["DBInstances"]}
    assert {f"{HOME}-main", f"{HOME}-main-damaged"} <= names
    assert f"{HOME}-main" in aws.replies.promoted
    forgotten = [line for line in back.terraform if "state rm" in line]
    assert [line.split()[0].rpartition("/")[2] for line in forgotten] == [f"{HOME}-recovery-data", f"{HOME}-data"]


@pytest.mark.parametrize("name", ["failover-production", "return-production"])
def test_nothing_changes_where_nothing_stands_by(
    *, aws: Emulator, modes: Modes, seeds: Seeding, run: Running, name: str
) -> None:
    """A region that is not there takes nothing over, and a database that was never promoted does not come back."""
    project = modes("replica")
    home = seeds(project)
    home.service(IMAGE)
    home.scalable()
    home.instance()
    if name.startswith("return"):
        seeds(project, RECOVERY).replica()
    done = run(project, name)
    assert done.code == 1
    assert "nothing has been changed" in done.said
    assert wanted(aws, REGION, HOME) == TASKS
    assert (done.github, done.terraform) == ([], [])


def test_a_region_that_does_not_answer_is_fenced_by_people(
    *, aws: Emulator, modes: Modes, seeds: Seeding, run: Running
) -> None:
    """Home that is lost stops nothing: somebody says that it serves nobody, and that stands in the log."""
    project = modes("pilot_light")
    away = seeds(project, RECOVERY)
    away.service(IMAGE, tasks=0)
    away.scalable()
    seeds(project).domain("lost.example.com")
    there = away.balancer()
    done = run(project, "failover-production")
    assert done.code == 0, done.said
    assert len(done.logged("unreached")) == 1
    assert led(aws) == {there}
