from pathlib import Path
from typing import Any

import pytest

from relinfra_constructs.cdk import TerraformOutput, TerraformStack
from relinfra_constructs.database.master_password import OwnPassword
from relinfra_constructs.database.postgres import PostgresInstance
from relinfra_constructs.errors import ConstructError
from tests.relinfra_constructs.database.test_postgres import props
from tests.support import HERE, addresses, assert_golden, policy, resource, synthesize

GOLDEN = Path(__file__).parent / "golden"


def database(readers: int, **arguments: Any) -> dict[str, Any]:
    def build(stack: TerraformStack) -> None:
        made = PostgresInstance(stack, "main", props(readers=readers, password=OwnPassword(), **arguments))
        TerraformOutput(stack, "reads", value=made.reader_address or "nowhere")

    return synthesize(build)


def reader(**arguments: Any) -> dict[str, Any]:
    return resource(database(1, **arguments), "aws_db_instance.main_reader_1")


def test_the_addresses_of_a_database_with_readers_are_these() -> None:
    """Those of the database are the same without readers, beside the password's."""
    assert_golden(GOLDEN / "postgres_readers.txt", addresses(database(2)))


def test_content_place_and_key_are_those_of_the_source() -> None:
    """RDS refuses them of a replica in the same region."""
    body = reader()
    assert body["replicate_source_db"] == "${aws_db_instance.main.identifier}"
    taken_over = {"engine", "engine_version", "db_name", "username", "password_wo", "allocated_storage"}
    assert not {*taken_over, "db_subnet_group_name", "kms_key_id"} & body.keys()


def test_nothing_is_backed_up_twice() -> None:
    """RDS makes no final snapshot of a replica, and refuses to delete one that asks for it."""
    body = reader()
    assert body["skip_final_snapshot"] is True
    assert not {"final_snapshot_identifier", "backup_retention_period", "backup_window"} & body.keys()


def test_a_reader_is_set_as_its_source() -> None:
    """Reached by the same rules, as large, as protected, as closely watched; in one zone, which RDS chooses."""
    stack = database(1, insights="advanced", deletion_protection=False, max_storage_gib=400)
    body, source = (resource(stack, f"aws_db_instance.{name}") for name in ("main_reader_1", "main"))
    alike = ("instance_class", "parameter_group_name", "vpc_security_group_ids", "deletion_protection", "port")
    alike += ("database_insights_mode", "performance_insights_retention_period", "performance_insights_kms_key_id")
    alike += ("monitoring_interval", "monitoring_role_arn", "max_allocated_storage", "enabled_cloudwatch_logs_exports")
    alike += ("publicly_accessible", "storage_encrypted", "storage_type", "iam_database_authentication_enabled")
    assert {name: body[name] for name in alike} == {name: source[name] for name in alike}
    assert (body["multi_az"], "availability_zone" in body) == (False, False)


def test_the_logs_of_a_reader_are_there_before_it() -> None:
    """RDS would make them without a key, and keep them forever."""
    stack = database(2, log_retention_days=30)
    group = resource(stack, "aws_cloudwatch_log_group.main_reader_2_upgrade")
    assert group["name"] == "/aws/rds/instance/shop-production-main-reader-2/upgrade"
    assert (group["retention_in_days"], group["kms_key_id"]) == (30, props().key_arn)
    assert (
        "aws_cloudwatch_log_group.main_reader_2_upgrade"
        in resource(stack, "aws_db_instance.main_reader_2")["depends_on"]
    )


def test_the_source_and_its_readers_alone_report_under_their_role() -> None:
    """Nobody else's instance can borrow it."""
    [statement] = policy(database(1), "aws_iam_role.main_monitoring", "assume_role_policy")
    names = ("shop-production-main", "shop-production-main-reader-1")
    assert statement["Condition"]["ArnLike"] == {"aws:SourceArn": [HERE.arn("rds", f"db:{name}") for name in names]}


@pytest.mark.parametrize(
    ("readers", "address"),
    [
        (0, "nowhere"),
        (1, "${aws_db_instance.main_reader_1.address}"),
        (2, "${aws_db_instance.main_reader_1.address},${aws_db_instance.main_reader_2.address}"),
    ],
)
def test_readers_answer_at_their_own_addresses(readers: int, address: str) -> None:
    """RDS has no endpoint that leads to all of them: PostgreSQL's clients take several hosts, with commas between."""
    assert database(readers)["output"]["reads"]["value"] == address


def test_terraform_does_not_undo_a_promotion() -> None:
    """A reader that was promoted follows nothing any more."""
    assert reader()["lifecycle"] == {"ignore_changes": ["replicate_source_db"]}


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"readers": 1}, "a password of one's own"),
        ({"readers": 16, "password": OwnPassword()}, "readers from 0 to 15, found 16"),
        ({"readers": 1, "password": OwnPassword(), "name": "a" * 54}, "up to 53 characters, found 54"),
    ],
)
def test_what_rds_would_refuse_is_refused(arguments: dict[str, Any], problem: str) -> None:
    """Before an apply finds out."""
    with pytest.raises(ConstructError, match=problem):
        props(**arguments)
