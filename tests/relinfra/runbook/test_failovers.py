import json
import shutil
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from relinfra.plan import known_facts
from relinfra.plan.sections.recovery import recovery
from tests.relinfra.plan.facts import text
from tests.relinfra.runbook.conftest import Project, Run, made
from tests.relinfra.runbook.emulator import TASKS, Emulator
from tests.relinfra.runbook.seeds import RECOVERY, REGION, Seeds
from tests.terraform import offline_provider, terraform

IMAGE = "333333333333.dkr.ecr.eu-west-1.amazonaws.com/hello/web:1.4.0"
HOME, AWAY = "hello-production", "hello-production-eu-west-2"
MADE_ANEW = (
    f"aws rds create-db-instance-read-replica --region {RECOVERY} --db-instance-identifier {AWAY}-main"
    f" --source-db-instance-identifier arn:aws:rds:{REGION}:444444444444:db:{HOME}-main"
)
"""What Terraform does in the stack of the standby database, by whatever stands for it."""
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
            region = "eu-central-1" if mode == "replica" else ""
            folder = tmp_path_factory.mktemp(mode)
            done[mode] = made(folder, web, state_region=region, disaster_recovery=plan, **MODES[mode])
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


def rehearsals(project: Project, log: str) -> list[str]:
    """Return what the plan says of recovery where a log is kept."""
    kept = project.repository / "rehearsals" / "failover.log"
    kept.parent.mkdir()
    kept.write_text(log)
    facts = known_facts(project.output, repository=project.repository)
    stage = next(one for one in facts.stages if one.id == "production")
    return [text((one,)) for one in recovery(stage)]


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
    assert done.github == ["workflow disable release.yml --repo acme/hello", "run cancel 7 --repo acme/hello"]
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


def test_a_database_is_promoted_and_followed_back(
    *, aws: Emulator, modes: Modes, both: Any, run: Running, tmp_path: Path
) -> None:
    """Nobody reaches the former one, the lag is on record, and home takes writes under its own name afterwards.

    The log, kept in the repository, is what the plan says of rehearsals.
    """
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
    said = rehearsals(project, (tmp_path / "log").read_text())
    assert any("took 1 minute of the 60 minutes aimed at" in one for one in said)
    assert "The replica was 7 seconds behind then, 15 minutes are aimed at." in said
    assert not any("which is lost with it" in one for one in said)
    home.lag(f"{HOME}-main", 30)
    back = run(project, "return-production", MADE_ANEW=MADE_ANEW)
    assert back.code == 0, back.said
    names = {one["DBInstanceIdentifier"] for one in aws.client("rds", REGION).describe_db_instances()["DBInstances"]}
    assert {f"{HOME}-main", f"{HOME}-main-damaged"} <= names
    assert f"{HOME}-main" in aws.replies.promoted
    forgotten = [line for line in back.terraform if "state rm" in line]
    assert [line.split()[0].rpartition("/")[2] for line in forgotten] == [f"{HOME}-recovery-data", f"{HOME}-data"]


def test_a_restore_brings_the_standby_along(*, aws: Emulator, modes: Modes, both: Any, run: Running) -> None:
    """The replica of the other region, protected as it is, goes and follows the restored database afterwards."""
    project = modes("replica")
    home, away = both(project)
    home.instance()
    away.replica()
    # moto deletes no replica whose source was renamed, unless it takes it for promoted; it still answers as a replica.
    aws.client("rds", RECOVERY).promote_read_replica(DBInstanceIdentifier=f"{AWAY}-main")
    time = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    done = run(project, "restore-production-database-main", RESTORE_TIME=time, MADE_ANEW=MADE_ANEW)
    assert done.code == 0, done.said
    assert "False" in done.logged("found"), "its protection was lifted"
    after = instance(aws, RECOVERY, f"{AWAY}-main")
    assert after["ReadReplicaSourceDBInstanceIdentifier"].endswith(f":{HOME}-main")


def test_a_promoted_standby_is_never_removed(*, aws: Emulator, modes: Modes, both: Any, run: Running) -> None:
    """While the other region takes the writes, a restore at home ends before it changes anything."""
    project = modes("replica")
    home, away = both(project)
    home.instance()
    away.replica()
    aws.replies.promoted.add(f"{AWAY}-main")
    time = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    done = run(project, "restore-production-database-main", RESTORE_TIME=time)
    assert done.code == 1
    assert "nothing has been changed" in done.said
    assert instance(aws, RECOVERY, f"{AWAY}-main")["DBInstanceStatus"] == "available"


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


def standing(folder: Path, project: Project, environment: Mapping[str, str]) -> Callable[..., int]:
    """Apply the stacks of both regions with the real terraform; return a function that plans one of them.

    Its backend and what it reads of others are local, as a file beside it says.
    """
    stacks = folder / "out" / "cdktf.out" / "stacks"
    parts = ("network", "data", "service", "recovery-network", "recovery-data", "recovery-service")
    env = {**environment, "TF_VAR_web_image_tag": "1.4.0"}
    for name in (f"{HOME}-{part}" for part in parts):
        own = shutil.copytree(project.output / "stacks" / name, stacks / name)
        reads = json.loads((own / "cdk.tf.json").read_text()).get("data", {}).get("terraform_remote_state", {})
        local = {
            key: {"backend": "local", "config": {"path": str(folder / Path(one["config"]["key"]).name)}}
            for key, one in reads.items()
        }
        backend = {"local": {"path": str(folder / f"{name}.tfstate")}}
        body = {"terraform": {"backend": backend}, **({"data": {"terraform_remote_state": local}} if local else {})}
        (own / "local_override.tf.json").write_text(json.dumps(body))
        for command in (("init", "-input=false"), ("apply", "-input=false", "-auto-approve")):
            done = terraform(own, env, *command)
            assert done.returncode == 0, done.stdout + done.stderr
    return lambda part: (
        terraform(stacks / f"{HOME}-{part}", env, "plan", "-input=false", "-detailed-exitcode").returncode
    )


def found_promoted(state: Path) -> None:
    """Write into a state what its next refresh finds of a replica that was promoted."""
    body = json.loads(state.read_text())
    database = next(one for one in body["resources"] if one["type"] == "aws_db_instance")
    database["instances"][0]["attributes"]["replicate_source_db"] = ""
    body["serial"] += 1
    state.write_text(json.dumps(body))


_TERRAFORM = ("TF_REATTACH_PROVIDERS", "CHECKPOINT_DISABLE", "TF_CLI_ARGS", "GOGC", "GOMAXPROCS")
_IMPORTING = """#!{python}
import json, os, subprocess, sys
folder, arguments = sys.argv[1].partition("=")[2], sys.argv[2:]
kept = os.path.join(folder, "removed.json")
def terraform(*words, **more):
    return subprocess.run(["{terraform}", sys.argv[1], *words], check=True, **more)
if arguments[0] == "import":
    *_, address, name = arguments
    former = json.load(open(kept))
    kind, _, key = address.partition(".")
    one = next(one for one in former["resources"] if (one["type"], one["name"]) == (kind, key))
    attributes = one["instances"][0]["attributes"]
    attributes["id"] = name
    for unread in ("skip_final_snapshot", "final_snapshot_identifier", "apply_immediately", "password_wo_version"):
        attributes[unread] = None
    state = json.loads(terraform("state", "pull", capture_output=True, text=True).stdout)
    state["resources"].append(one)
    state["serial"] += 1
    terraform("state", "push", "-", input=json.dumps(state), text=True)
    sys.exit()
if arguments[:2] == ["state", "rm"]:
    open(kept, "w").write(terraform("state", "pull", capture_output=True, text=True).stdout)
if arguments[0] == "apply" and folder.endswith("-recovery-data"):
    subprocess.run(os.environ["MADE_ANEW"], shell=True, check=True, stdout=subprocess.DEVNULL)
os.execv("{terraform}", ["terraform", *sys.argv[1:]])
"""
"""The real terraform, but for `import`: the offline provider reads nothing, so that what was removed is taken in as the
provider of AWS would read it, under its name and without what no import reads."""


@pytest.mark.slow
def test_terraform_is_in_line_after_a_failover_and_after_the_return(
    *, aws: Emulator, modes: Modes, both: Any, run: Running, tmp_path: Path
) -> None:
    """The real terraform takes the promoted replica as it is, takes home in after the return, and plans nothing.

    Six stacks are applied by the real terraform, which takes most of its time; no other test plans after an import.
    """
    project = modes("replica")
    home, away = both(project)
    home.domain(home.balancer())
    away.balancer()
    home.instance()
    away.replica()
    with offline_provider() as offline:
        # A third of terraform's many short runs is the collection of garbage.
        environment = {**offline, "GOGC": "400", "GOMAXPROCS": "1"}
        planned = standing(tmp_path, project, environment)
        program = tmp_path / "bin" / "terraform"
        program.write_text(_IMPORTING.format(python=sys.executable, terraform=shutil.which("terraform")))
        given = {key: environment[key] for key in _TERRAFORM}
        found_promoted(tmp_path / f"{HOME}-recovery-data.tfstate")
        done = run(project, "failover-production", **given)
        assert done.code == 0, done.said
        assert planned("recovery-data") == 0
        home.lag(f"{HOME}-main", 30)
        back = run(project, "return-production", **given, MADE_ANEW=MADE_ANEW)
        assert back.code == 0, back.said
        assert [planned(part) for part in ("data", "service", "recovery-data", "recovery-service")] == [0] * 4
    state = json.loads((tmp_path / f"{HOME}-data.tfstate").read_text())
    database = next(one for one in state["resources"] if one["type"] == "aws_db_instance")
    assert database["instances"][0]["attributes"]["id"] == f"{HOME}-main"
