"""The data stack: databases and buckets as the matrix asks for them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from relinfra.matrix import Matrix
from relinfra.stacks import ReleaseApp
from tests.support import resource

MINIMAL = (Path(__file__).parents[3] / "examples" / "minimal" / "relinfra.yaml").read_text()
DATABASE = 'version: "17", class: db.r7g.large, storage_gib: 50'


def output(folder: Path, *, database: str = "", bucket: str = "") -> Path:
    """Return the output of the minimal example with a database and a bucket that say what is given."""
    lines = f"  databases: {{main: {{{DATABASE}{database}}}}}\n  buckets: {{assets: {{{bucket}}}}}\n"
    matrix = folder / "relinfra.yaml"
    matrix.write_text(MINIMAL.replace("defaults:\n", f"defaults:\n{lines}", 1))
    ReleaseApp(Matrix.load(matrix), folder / "cdktf.out").synth()
    return folder / "cdktf.out"


def data(folder: Path, **arguments: str) -> dict[str, Any]:
    path = output(folder, **arguments) / "stacks" / "hello-staging-data" / "cdk.tf.json"
    found: dict[str, Any] = json.loads(path.read_text())
    return found


@pytest.mark.parametrize(
    ("said", "limit"),
    [("", 100), (", max_storage_gib: 0", 0), (", max_storage_gib: 50", 0), (", max_storage_gib: 70", 70)],
)
def test_storage_grows_unless_the_matrix_says_otherwise(said: str, limit: int, tmp_path: Path) -> None:
    """A database that ran full is down."""
    assert resource(data(tmp_path, database=said), "aws_db_instance.main")["max_allocated_storage"] == limit


def test_a_database_has_the_insights_that_the_matrix_asks_for(tmp_path: Path) -> None:
    """With the retention that belongs to them."""
    body = resource(data(tmp_path, database=", insights: advanced"), "aws_db_instance.main")
    assert (body["database_insights_mode"], body["performance_insights_retention_period"]) == ("advanced", 465)


def test_a_bucket_expires_and_locks_as_the_matrix_says(tmp_path: Path) -> None:
    """Both are off by default."""
    stack = data(tmp_path, bucket="expire_days: 400, object_lock: {mode: compliance, days: 30}")
    [rule] = resource(stack, "aws_s3_bucket_lifecycle_configuration.assets")["rule"]
    lock = resource(stack, "aws_s3_bucket_object_lock_configuration.assets")
    assert rule["expiration"] == {"days": 400}
    assert lock["rule"]["default_retention"] == {"mode": "COMPLIANCE", "days": 30}


def containers(synthesized: dict[str, Any]) -> dict[str, str]:
    """Return the variables of the service's container."""
    (container,) = json.loads(resource(synthesized, "aws_ecs_task_definition.web")["container_definitions"])
    return {item["name"]: item["value"] for item in container["environment"]}


def with_readers(folder: Path, *, production: str = "") -> Path:
    """Return the output of the minimal example whose database has two readers and a service that uses it."""
    lines = f"  databases: {{main: {{{DATABASE}, readers: 2}}}}\n"
    text = MINIMAL.replace("defaults:\n", f"defaults:\n{lines}", 1)
    text = text.replace("    web:\n", "    web:\n      secrets: {DATABASE: database.main}\n", 1)
    matrix = folder / "relinfra.yaml"
    matrix.write_text(text.replace("\n# Exceptions", f"{production}\n# Exceptions", 1))
    ReleaseApp(Matrix.load(matrix), folder / "cdktf.out").synth()
    return folder / "cdktf.out"


def test_readers_of_an_instance_are_watched_drawn_and_named_to_services(tmp_path: Path) -> None:
    """Each by alarms of its own; a service is told of all of them, one after the other."""
    output = with_readers(tmp_path)
    found = containers(stack(output, "hello-staging-service"))["DATABASE_READER_HOST"].split(",")
    assert [one.endswith(f"main_reader_{number}address}}") for number, one in enumerate(found, 1)] == [True, True]
    watched = stack(output, "hello-staging-observability")
    lag = resource(watched, "aws_cloudwatch_metric_alarm.main_reader_2_replica_lag")
    assert (lag["alarm_name"], lag["threshold"]) == ("hello-staging-main-reader-2-replica-lag", 600)
    assert lag["dimensions"] == {"DBInstanceIdentifier": "hello-staging-main-reader-2"}
    assert {"cpu", "storage", "connections"} < {
        name.removeprefix("main_reader_1_") for name in watched["resource"]["aws_cloudwatch_metric_alarm"]
    }
    assert "hello-staging-main-reader-2" in resource(watched, "aws_cloudwatch_dashboard.main")["dashboard_body"]


def test_the_key_is_open_to_the_logs_of_readers(tmp_path: Path) -> None:
    """CloudWatch Logs would refuse to make the groups."""
    key = resource(stack(with_readers(tmp_path), "hello-staging-data"), "aws_kms_key.data")["policy"]
    assert "/aws/rds/instance/hello-staging-main-reader-2/upgrade" in key


def test_readers_at_home_and_what_follows_elsewhere_are_told_apart(tmp_path: Path) -> None:
    """One instance follows into the other region; services find it under both names there."""
    plan = "region: eu-west-2, mode: pilot_light, network: {cidr: 10.77.0.0/16}, rto_minutes: 60, rpo_minutes: 15"
    output = with_readers(tmp_path, production=f"    disaster_recovery: {{{plan}}}\n")
    home, away = (stack(output, f"hello-production-{name}") for name in ("data", "recovery-data"))
    identifiers = [one["identifier"] for body in (home, away) for one in body["resource"]["aws_db_instance"].values()]
    own = ("hello-production-main", "hello-production-main-reader-1", "hello-production-main-reader-2")
    assert identifiers == [*own, "hello-production-eu-west-2-main"]
    given = containers(stack(output, "hello-production-recovery-service"))
    assert given["DATABASE_READER_HOST"] == given["DATABASE_HOST"]
    assert "reader" not in json.dumps(stack(output, "hello-production-recovery-observability")["resource"])
    assert "reader" not in resource(home, "aws_kms_key.data_standby")["policy"]


AURORA = 'engine: aurora-postgresql, version: "17", capacity: {min_acu: 2, max_acu: 16}'


def aurora(folder: Path, **arguments: str) -> Path:
    """Return the output with the database on Aurora, which a service uses."""
    matrix = folder / "relinfra.yaml"
    database = f"  databases: {{main: {{{AURORA}{arguments.get('database', '')}}}}}\n"
    text = MINIMAL.replace("defaults:\n", f"defaults:\n{database}", 1)
    text = text.replace("    web:\n", "    web:\n      secrets: {DATABASE: database.main}\n", 1)
    matrix.write_text(text.replace("\n# Exceptions", f"{arguments.get('production', '')}\n# Exceptions", 1))
    ReleaseApp(Matrix.load(matrix), folder / "cdktf.out").synth()
    return folder / "cdktf.out"


def stack(output: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((output / "stacks" / name / "cdk.tf.json").read_text())
    return found


@pytest.mark.parametrize(("said", "instances"), [("", 2), (", readers: 3", 4), (", multi_az: false", 1)])
def test_a_cluster_has_a_reader_in_another_zone_unless_the_matrix_says_otherwise(
    said: str, instances: int, tmp_path: Path
) -> None:
    """Multi-AZ means a reader that takes over; its zone is that of the next subnet."""
    body = stack(aurora(tmp_path, database=said), "hello-staging-data")
    found = body["resource"]["aws_rds_cluster_instance"]
    zones = {one["availability_zone"] for one in found.values()}
    assert (len(found), len(zones)) == (instances, min(instances, 2))


def test_a_service_is_told_where_readers_answer(tmp_path: Path) -> None:
    """Beside where writes go, and the secret with user and password."""
    body = stack(aurora(tmp_path), "hello-staging-service")
    (container,) = json.loads(resource(body, "aws_ecs_task_definition.web")["container_definitions"])
    named = {item["name"]: item["value"] for item in container["environment"]}
    assert named["DATABASE_HOST"].endswith("aws_rds_clustermainendpoint}")
    assert named["DATABASE_READER_HOST"].endswith("aws_rds_clustermainreader_endpoint}")
    assert "DATABASE" in {item["name"] for item in container["secrets"]}


def test_alarms_and_dashboard_follow_the_engine(tmp_path: Path) -> None:
    """A cluster is asked for its capacity, and never for storage that it grows itself."""
    body = stack(aurora(tmp_path), "hello-staging-observability")
    alarms = body["resource"]["aws_cloudwatch_metric_alarm"]
    assert {"main_capacity", "main_memory", "main_reader_lag"} < set(alarms)
    assert "main_storage" not in alarms
    page = resource(body, "aws_cloudwatch_dashboard.main")["dashboard_body"]
    assert "ServerlessDatabaseCapacity" in page
    assert "FreeStorageSpace" not in page


@pytest.mark.parametrize(("minutes", "schedule"), [(120, "0/1"), (480, "0/4"), (1440, "8/12"), (10_000, "8")])
def test_snapshots_are_copied_twice_as_often_as_the_recovery_point_demands(
    minutes: int, schedule: str, tmp_path: Path
) -> None:
    """The newest may be on its way when the region is lost."""
    recovery = f"    disaster_recovery: {{region: eu-west-2, rto_minutes: 240, rpo_minutes: {minutes}}}\n"
    body = stack(aurora(tmp_path, production=recovery), "hello-production-recovery")
    (rule,) = resource(body, "aws_backup_plan.main")["rule"]
    assert rule["schedule"] == f"cron(0 {schedule} * * ? *)"
