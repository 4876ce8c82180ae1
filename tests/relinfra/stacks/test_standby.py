"""Services that stand ready in the region that would take over."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from relinfra.agreement.listing import stacks_of
from relinfra.evidence import read_output, value_of
from relinfra.matrix import Matrix
from relinfra.plan import known_facts
from relinfra.policy.checking import check
from relinfra.policy.finding import Status
from relinfra.stacks import ReleaseApp
from tests.support import addresses, resource, terraform_applies

MINIMAL = (Path(__file__).parents[3] / "examples" / "minimal" / "relinfra.yaml").read_text()
MODES = ("pilot_light", "warm_standby")


def production(folder: Path, recovery: str, *, scaling: str = "{}") -> Path:
    """Return the output of the minimal example whose production has a bucket, and recovery in us-east-1."""
    plan = f"{{region: us-east-1, rto_minutes: 30, rpo_minutes: 15{recovery}}}"
    lines = f"    buckets: {{assets: {{}}}}\n    disaster_recovery: {plan}\n"
    service = f"web: {{buckets: [assets], secrets: {{API_KEY: hello/api}}, scaling: {scaling}, "
    text = MINIMAL.replace("  production:\n", f"  production:\n{lines}", 1).replace(
        "web: {domain: {name: hello", f"{service}domain: {{name: hello", 1
    )
    matrix = folder / "relinfra.yaml"
    matrix.write_text(text)
    ReleaseApp(Matrix.load(matrix), folder / "cdktf.out").synth()
    return folder / "cdktf.out"


def ready(folder: Path, mode: str, **arguments: str) -> Path:
    return production(folder, f", mode: {mode}, network: {{cidr: 10.77.0.0/16}}", **arguments)


def stack(output: Path, component: str) -> dict[str, Any]:
    text = (output / "stacks" / f"hello-production-{component}" / "cdk.tf.json").read_text()
    found: dict[str, Any] = json.loads(text)
    return found


def own_addresses(synthesized: dict[str, Any]) -> set[str]:
    """Return every address but those through which a stack reads another."""
    return {address for address in addresses(synthesized) if "terraform_remote_state" not in address}


def test_what_code_deploy_deploys_at_home_stands_by_with_ecs(tmp_path: Path) -> None:
    """Nobody starts its deployments where no traffic is: an apply brings the version there."""
    shift = "bake_minutes: 15, test_port: 8443, rollback: {error_rate_percent: 2, p95_latency_ms: 400}"
    deployment = f"{{strategy: codedeploy, shift: all_at_once, {shift}}}"
    output = ready(tmp_path, "warm_standby", scaling=f"{{}}, deployment: {deployment}")
    home, away = (resource(stack(output, name), "aws_ecs_service.web") for name in ("service", "recovery-service"))
    assert [one["deployment_controller"]["type"] for one in (home, away)] == ["CODE_DEPLOY", "ECS"]
    assert away["deployment_configuration"] == {"strategy": "ROLLING"}
    assert "task_definition" not in away.get("lifecycle", {}).get("ignore_changes", [])
    assert "aws_codedeploy_app" not in stack(output, "recovery-service")["resource"]


def names(output: Path) -> list[str]:
    return sorted(path.name for path in (output / "stacks").glob("hello-production-recovery*"))


def test_a_cold_standby_keeps_data_alone(tmp_path: Path) -> None:
    """The mode that costs least is the default."""
    assert names(production(tmp_path, "")) == ["hello-production-recovery"]


@pytest.mark.parametrize("mode", MODES)
def test_a_standby_has_the_addresses_of_what_it_stands_in_for(mode: str, tmp_path: Path) -> None:
    """Whoever knows one region knows the other; what differs is the DNS."""
    output = ready(tmp_path, mode)
    assert addresses(stack(output, "recovery-network")) == addresses(stack(output, "network"))
    own, other = (own_addresses(stack(output, name)) for name in ("service", "recovery-service"))
    missing = {"aws_route53_record.web_validation", *(["aws_route53_record.web"] if mode == "pilot_light" else [])}
    assert own - other == missing
    assert other <= own


@pytest.mark.parametrize("mode", MODES)
def test_a_standby_lies_in_its_region_under_names_of_its_own(mode: str, tmp_path: Path) -> None:
    """Roles are global: those of both regions exist side by side."""
    output = ready(tmp_path, mode)
    [provider] = stack(output, "recovery-service")["provider"]["aws"]
    assert provider["region"] == "us-east-1"
    assert provider["default_tags"]["tags"]["component"] == "recovery-service"
    role = resource(stack(output, "recovery-service"), "aws_iam_role.web_task")
    assert role["name"] == "hello-production-us-east-1-web-task"
    assert resource(stack(output, "recovery-network"), "aws_vpc.main")["cidr_block"] == "10.77.0.0/16"


@pytest.mark.parametrize("mode", MODES)
def test_names_that_aws_keeps_short_do_not_carry_the_region(mode: str, tmp_path: Path) -> None:
    """Load balancers and target groups are told apart by region anyhow, and have 32 characters."""
    output = ready(tmp_path, mode)
    for component in ("service", "recovery-service"):
        made = stack(output, component)
        assert resource(made, "aws_lb.main")["name"] == "hello-production"
        assert resource(made, "aws_lb_target_group.web")["name"] == "hello-production-web"


@pytest.mark.parametrize(
    ("recovery", "tasks"),
    [
        (", mode: pilot_light", 0),
        (", mode: warm_standby", 2),
        (", mode: warm_standby, capacity_percent: 1", 1),
        (", mode: warm_standby, capacity_percent: 67", 3),
    ],
)
def test_as_many_tasks_run_as_the_mode_says(recovery: str, tasks: int, tmp_path: Path) -> None:
    """Rounded up, so that a warm standby never stands empty; it may grow to what the other region has."""
    output = production(tmp_path, f"{recovery}, network: {{cidr: 10.77.0.0/16}}", scaling="{min: 4, max: 9}")
    service = stack(output, "recovery-service")
    assert resource(service, "aws_ecs_service.web")["desired_count"] == tasks
    target = resource(service, "aws_appautoscaling_target.web")
    assert (target["min_capacity"], target["max_capacity"]) == (tasks, 9)


def test_a_pilot_light_of_a_fixed_number_of_tasks_can_still_grow(tmp_path: Path) -> None:
    """Raising the least number of tasks is all that switching over takes."""
    output = ready(tmp_path, "pilot_light", scaling="{min: 3, max: 3}")
    target = resource(stack(output, "recovery-service"), "aws_appautoscaling_target.web")
    assert (target["min_capacity"], target["max_capacity"]) == (0, 3)


def test_nothing_of_a_standby_is_fetched_from_the_region_that_may_be_lost(tmp_path: Path) -> None:
    """Image, secret and bucket are those of its own region."""
    service = stack(ready(tmp_path, "warm_standby"), "recovery-service")
    task = str(resource(service, "aws_ecs_task_definition.web")["container_definitions"])
    assert "333333333333.dkr.ecr.us-east-1.amazonaws.com/hello/web" in task
    assert "aws_s3_bucketassets_replica" in task
    assert "eu-west-1.amazonaws.com" not in task
    assert "data.aws_secretsmanager_secret.web_api_key" in addresses(service)


def test_route_53_switches_over_to_a_warm_standby_by_itself(tmp_path: Path) -> None:
    """It answers with the second load balancer once its own check of the first region fails."""
    output = ready(tmp_path, "warm_standby")
    records = {
        name: resource(stack(output, name), "aws_route53_record.web") for name in ("service", "recovery-service")
    }
    parts = {name: record["failover_routing_policy"]["type"] for name, record in records.items()}
    assert parts == {"service": "PRIMARY", "recovery-service": "SECONDARY"}
    assert not any(record["alias"]["evaluate_target_health"] for record in records.values())
    assert {record["health_check_id"] for record in records.values()} == {"${aws_route53_health_check.web.id}"}
    assert len({record["set_identifier"] for record in records.values()}) == 2


def test_the_signal_is_asked_under_a_name_of_its_region(tmp_path: Path) -> None:
    """The load balancer leads it to the service that decides, and has a certificate for it."""
    output = ready(tmp_path, "warm_standby")
    for name, region in (("service", "eu-west-1"), ("recovery-service", "us-east-1")):
        made, asked = stack(output, name), f"{region}.hello.example.com"
        assert resource(made, "aws_route53_record.web_region")["name"] == asked
        rule = resource(made, "aws_lb_listener_rule.web")
        assert rule["condition"] == [{"host_header": {"values": ["hello.example.com", asked]}}]
        assert resource(made, "aws_acm_certificate.web_region")["domain_name"] == asked
        presented = resource(made, "aws_lb_listener_certificate.web_region")
        assert presented["certificate_arn"] == "${aws_acm_certificate_validation.web_region.certificate_arn}"
        assert "aws_route53_record.web_region_validation" in addresses(made)


def test_somebody_is_told_that_a_name_moved(tmp_path: Path) -> None:
    """In the region where Route 53 publishes what its checks find, whichever of the two is lost."""
    output = ready(tmp_path, "warm_standby")
    made = stack(output, "recovery-failover")
    assert made["provider"]["aws"][0]["region"] == "us-east-1"
    for kind, checked in (("moved", "hello-production-service"), ("unready", "hello-production-recovery-service")):
        alarm = resource(made, f"aws_cloudwatch_metric_alarm.web_{kind}")
        assert (alarm["namespace"], alarm["metric_name"]) == ("AWS/Route53", "HealthCheckStatus")
        assert checked in alarm["dimensions"]["HealthCheckId"].replace("_", "-")
        assert alarm["treat_missing_data"] == "breaching"
    assert "hello-production-recovery-failover" not in names(ready(tmp_path, "pilot_light"))


def test_nothing_is_asked_where_people_decide(tmp_path: Path) -> None:
    """A pilot light and a replica take nothing over by themselves: their stacks are as they were."""
    for output in (ready(tmp_path, "pilot_light"), with_database(tmp_path, "warm_standby")):
        assert not any("region" in one or "health_check" in one for one in own_addresses(stack(output, "service")))


def test_people_switch_over_to_a_pilot_light(tmp_path: Path) -> None:
    """Its load balancer has no name until then, and the record of the other is as it always was."""
    record = resource(stack(ready(tmp_path, "pilot_light"), "service"), "aws_route53_record.web")
    assert not record.keys() & {"failover_routing_policy", "set_identifier"}


def test_a_standby_is_deployed_after_what_proves_its_certificate(tmp_path: Path) -> None:
    """ACM asks for one and the same record in every region of an account."""
    manifest = json.loads((ready(tmp_path, "warm_standby") / "manifest.json").read_text())["stacks"]
    assert "hello-production-service" in manifest["hello-production-recovery-service"]["dependencies"]


def with_database(folder: Path, mode: str, *, bucket: bool = False) -> Path:
    """Return the output of the minimal example whose production has a database that follows into us-east-1."""
    plan = f"{{region: us-east-1, mode: {mode}, network: {{cidr: 10.77.0.0/16}}, rto_minutes: 60, rpo_minutes: 15}}"
    database = '{main: {version: "17", class: db.r7g.large, storage_gib: 50, password_version: 2}}'
    lines = f"    databases: {database}\n    disaster_recovery: {plan}\n"
    lines += "    buckets: {assets: {}}\n" if bucket else ""
    text = MINIMAL.replace("  production:\n", f"  production:\n{lines}", 1)
    using = "web: {secrets: {DATABASE: database.main}, domain: {name: hello"
    text = text.replace("web: {domain: {name: hello", using, 1)
    matrix = folder / "relinfra.yaml"
    matrix.write_text(text)
    ReleaseApp(Matrix.load(matrix), folder / "cdktf.out").synth()
    return folder / "cdktf.out"


@pytest.mark.parametrize("mode", MODES)
def test_a_database_follows_into_a_standby(mode: str, tmp_path: Path) -> None:
    """In a stack between network and services; what is followed live is not copied as backups too."""
    output = with_database(tmp_path, mode)
    parts = ("data", "network", "observability", "service")
    assert names(output) == [f"hello-production-recovery-{part}" for part in parts]
    replica = resource(stack(output, "recovery-data"), "aws_db_instance.main")
    assert replica["identifier"] == "hello-production-us-east-1-main"
    assert replica["replicate_source_db"].endswith("aws_db_instancemainarn}")
    assert names(with_database(tmp_path, mode, bucket=True))[0] == "hello-production-recovery"
    assert "aws_db_instance_automated_backups_replication" not in stack(output, "recovery")["resource"]


def test_services_of_a_standby_use_the_replica_and_the_secret_beside_it(tmp_path: Path) -> None:
    """Nothing of the region that is lost."""
    body = stack(with_database(tmp_path, "pilot_light"), "recovery-service")
    (container,) = json.loads(resource(body, "aws_ecs_task_definition.web")["container_definitions"])
    given = {item["name"]: item["value"] for item in container["environment"]}
    reads = "data.terraform_remote_state.cross-stack-reference-input-hello-production-recovery-data"
    assert given["DATABASE_HOST"].startswith(f"${{{reads}")
    (secret,) = container["secrets"]
    assert secret["valueFrom"].startswith(f"${{{reads}")
    moved = stack(tmp_path / "cdktf.out", "recovery-data")["locals"]["main_secret_arn"]
    assert moved.startswith("${replace(data.terraform_remote_state")
    assert moved.endswith('":eu-west-1:", ":us-east-1:")}')


def test_people_switch_over_where_a_database_has_to_be_promoted(tmp_path: Path) -> None:
    """Requests that Route 53 leads to a replica could write nothing."""
    output = with_database(tmp_path, "warm_standby")
    assert "aws_route53_record" not in stack(output, "recovery-service")["resource"]
    assert "failover_routing_policy" not in resource(stack(output, "service"), "aws_route53_record.web")


@pytest.mark.parametrize("mode", MODES)
def test_a_standby_is_watched_from_its_own_region(mode: str, tmp_path: Path) -> None:
    """By the same alarms under names of its own, a topic and a dashboard there; one budget counts both regions."""
    output = ready(tmp_path, mode)
    own, other = (own_addresses(stack(output, name)) for name in ("observability", "recovery-observability"))
    # Of what has no tasks before the switch-over nobody misses them.
    missed = {"aws_cloudwatch_metric_alarm.web_healthy_hosts"} if mode == "pilot_light" else set()
    # S3 says in the region of the source what it could not replicate.
    failed = "aws_cloudwatch_metric_alarm.assets_replication_failed"
    assert own - other <= {"aws_budgets_budget.monthly", failed, *missed}
    assert not missed & other
    assert other <= own
    body = stack(output, "recovery-observability")
    assert body["provider"]["aws"][0]["region"] == "us-east-1"
    assert resource(body, "aws_cloudwatch_dashboard.main")["dashboard_name"] == "hello-production-us-east-1"
    assert resource(body, "aws_cloudwatch_composite_alarm.web")["alarm_name"] == "hello-production-us-east-1-web"
    cpu = resource(body, "aws_cloudwatch_metric_alarm.web_cpu")
    (query,) = cpu["metric_query"]
    assert query["metric"]["dimensions"] == {
        "ClusterName": "hello-production-us-east-1",
        "ServiceName": "hello-production-us-east-1-web",
    }


def test_the_lag_of_a_replica_wakes_people_from_its_own_region(tmp_path: Path) -> None:
    """At half of the recovery point that was promised: later there is no time left to do anything."""
    body = stack(with_database(tmp_path, "pilot_light"), "recovery-observability")
    alarm = resource(body, "aws_cloudwatch_metric_alarm.main_replica_lag")
    assert (alarm["metric_name"], alarm["threshold"], alarm["treat_missing_data"]) == ("ReplicaLag", 450, "breaching")
    assert alarm["alarm_actions"] == ["${aws_sns_topic_policy.alerts.arn}"]


_DAY = ", network: {cidr: 10.77.0.0/16}, state: {bucket: acme-kept, region: us-east-1}"
_RESTORED = (
    "{main: {version: '17', class: db.t4g.medium, storage_gib: 20, readers: 1}, "
    "events: {engine: aurora-postgresql, version: '16.4', capacity: {min_acu: 1, max_acu: 4}}}"
)


@pytest.fixture(scope="module")
def of_the_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output of a production whose cold standby has stacks for its day."""
    folder = tmp_path_factory.mktemp("day")
    plan = f"{{region: us-east-1, rto_minutes: 240, rpo_minutes: 480{_DAY}}}"
    lines = f"    databases: {_RESTORED}\n    buckets: {{assets: {{}}}}\n    disaster_recovery: {plan}\n"
    secrets = "secrets: {MAIN: database.main, EVENTS: database.events}"
    text = MINIMAL.replace("  production:\n", f"  production:\n{lines}", 1).replace(
        "web: {domain: {name: hello", f"web: {{buckets: [assets], {secrets}, domain: {{name: hello", 1
    )
    (folder / "relinfra.yaml").write_text(text)
    ReleaseApp(Matrix.load(folder / "relinfra.yaml"), folder / "cdktf.out").synth()
    return folder / "cdktf.out"


def test_a_cold_standby_has_the_stacks_of_its_day(of_the_day: Path) -> None:
    """All that runs at home, with the same addresses, and as many tasks; only what DNS proves at home lacks."""
    parts = ("data", "network", "observability", "service")
    assert names(of_the_day) == [f"hello-production-recovery{part}" for part in ("", *(f"-{one}" for one in parts))]
    own, other = (own_addresses(stack(of_the_day, name)) for name in ("service", "recovery-service"))
    assert own - other == {"aws_route53_record.web_validation", "aws_route53_record.web"}
    assert other <= own
    counts = [
        resource(stack(of_the_day, name), "aws_appautoscaling_target.web")["min_capacity"]
        for name in ("service", "recovery-service")
    ]
    assert counts[0] == counts[1] > 0


def test_databases_of_the_day_come_from_their_copies(of_the_day: Path) -> None:
    """From replicated backups or a copied snapshot, under the key of the copies, and only once."""
    restored = stack(of_the_day, "recovery-data")
    main = resource(restored, "aws_db_instance.main")
    copies = "data.terraform_remote_state.cross-stack-reference-input-hello-production-recovery.outputs"
    backups = f"${{{copies}.cross-stack-output-aws_db_instance_automated_backups_replicationmainid}}"
    assert main["restore_to_point_in_time"] == {
        "source_db_instance_automated_backups_arn": backups,
        "use_latest_restorable_time": True,
    }
    assert not {"allocated_storage", "db_name", "username"} & main.keys(), "they are those of the backup"
    assert "restore_to_point_in_time" in main["lifecycle"]["ignore_changes"]
    events = resource(restored, "aws_rds_cluster.events")
    assert events["snapshot_identifier"] == "${var.events_snapshot_arn}"
    assert "default" not in restored["variable"]["events_snapshot_arn"], "an empty cluster would come without it"
    assert events["lifecycle"] == {"ignore_changes": ["snapshot_identifier"]}
    for one in (main, events):
        assert one["kms_key_id"] == f"${{{copies}.cross-stack-output-aws_kms_keyrecoveryarn}}"
    key = resource(stack(of_the_day, "recovery"), "aws_kms_key.recovery")["policy"]
    assert "/aws/rds/instance/hello-production-us-east-1-main/postgresql" in key


def test_nothing_of_the_day_is_applied_before(of_the_day: Path) -> None:
    """The pipeline does not know the stacks; nothing is said to run there, or to cost anything."""
    output = read_output(of_the_day)
    waiting = {f"hello-production-recovery-{one}" for one in ("data", "network", "observability", "service")}
    assert (
        set(stacks_of(output, "production"))
        == {name for name, one in output.stacks.items() if one.label("environment") == "production"} - waiting
    )
    facts = known_facts(of_the_day, repository=of_the_day.parent)
    recovery = next(one for one in facts.stages if one.id == "production").recovery
    assert (value_of(recovery.running), recovery.services, recovery.network.cidr) == (0, (), None)
    prepared = value_of(recovery.prepared.stacks) or ()
    assert set(prepared) == waiting
    assert prepared[:2] == ("hello-production-recovery-network", "hello-production-recovery-data")


def test_the_stacks_of_the_day_meet_every_policy(of_the_day: Path) -> None:
    """They are held to what those at home are; what is waived there is waived here."""
    report = check(of_the_day, today=date(2026, 11, 21))
    failed = [one for one in report.findings if one.status is Status.FAILED]
    away = {(one.policy, one.address) for one in failed if "-recovery-" in one.stack}
    assert away <= {(one.policy, one.address) for one in failed if "-recovery" not in one.stack}


@pytest.mark.slow
def test_terraform_applies_the_stacks_of_the_day(of_the_day: Path) -> None:
    """In their order, from the state of the copies alone; a second plan is empty."""
    terraform_applies(of_the_day)
