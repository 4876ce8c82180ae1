from pathlib import Path
from typing import Any

import pytest

from relinfra_constructs.cdk import TerraformStack
from relinfra_constructs.database.postgres import PostgresInstance, PostgresProps, postgres_log_groups
from relinfra_constructs.errors import ConstructError
from tests.support import HERE, KEY_ARN, addresses, assert_golden, policy, resource, synthesize

GOLDEN = Path(__file__).parent / "golden"


def props(**arguments: Any) -> PostgresProps:
    defaults: dict[str, Any] = {
        "name": "shop-production-main",
        "terraform_name": "main",
        "placement": HERE,
        "vpc_id": "vpc-1",
        "subnet_ids": ["subnet-1", "subnet-2"],
        "key_arn": KEY_ARN,
        "instance_class": "db.r7g.large",
        "storage_gib": 50,
    }
    return PostgresProps(**defaults | arguments)


def database(**arguments: Any) -> dict[str, Any]:
    return synthesize(lambda stack: PostgresInstance(stack, "main", props(**arguments)))


def instance(**arguments: Any) -> dict[str, Any]:
    return resource(database(**arguments), "aws_db_instance.main")


def parameters(**arguments: Any) -> dict[str, tuple[str, str]]:
    group = resource(database(**arguments), "aws_db_parameter_group.main")
    return {item["name"]: (item["value"], item["apply_method"]) for item in group["parameter"]}


def test_the_addresses_of_a_database_are_these() -> None:
    """A change here recreates what holds people's data."""
    assert_golden(GOLDEN / "postgres.txt", addresses(database()))


def test_a_database_is_encrypted_private_and_has_a_standby() -> None:
    """Storage, insights and the password are under the customer's key."""
    body = instance()
    assert body["storage_encrypted"] is True
    assert body["publicly_accessible"] is False
    assert body["multi_az"] is True
    keys = {name: value for name, value in body.items() if name.endswith("kms_key_id")}
    assert keys == dict.fromkeys(
        ("kms_key_id", "master_user_secret_kms_key_id", "performance_insights_kms_key_id"), KEY_ARN
    )


def test_no_password_is_ever_written_down() -> None:
    """RDS makes, keeps and rotates it; applications may sign in with IAM instead."""
    body = instance()
    assert body["manage_master_user_password"] is True
    assert body["iam_database_authentication_enabled"] is True
    assert not {"password", "password_wo"} & body.keys()


def test_data_survives_a_mistaken_deletion() -> None:
    """AWS refuses it, and where it is allowed keeps backups and a snapshot under a name known beforehand."""
    body = instance()
    assert body["deletion_protection"] is True
    assert body["delete_automated_backups"] is False
    assert (body["skip_final_snapshot"], body["final_snapshot_identifier"]) == (
        False,
        "shop-production-main-final",
    )


def test_backups_reach_back_the_days_asked_for_and_changes_wait_for_the_window() -> None:
    """The windows do not overlap, and nothing restarts in the middle of the day."""
    body = instance(backup_days=14)
    assert body["backup_retention_period"] == 14
    assert (body["backup_window"], body["maintenance_window"]) == ("03:00-04:00", "sun:04:30-sun:05:30")
    assert body["apply_immediately"] is False


def test_only_the_major_version_is_pinned() -> None:
    """A minor version pinned below the one AWS moved to could not be applied."""
    body = instance(version="17")
    assert (body["engine_version"], body["auto_minor_version_upgrade"]) == ("17", True)


@pytest.mark.parametrize(("given", "limit"), [(None, 100), (500, 500), (0, 0)])
def test_storage_grows_by_itself(given: int | None, limit: int) -> None:
    """To twice its size unless another limit, or none, is given."""
    assert instance(max_storage_gib=given)["max_allocated_storage"] == limit


def test_connections_use_tls_and_slow_statements_are_logged() -> None:
    """These can change while the database runs."""
    assert parameters() == {
        "log_lock_waits": ("1", "immediate"),
        "log_min_duration_statement": ("1000", "immediate"),
        "log_statement": ("ddl", "immediate"),
        "rds.force_ssl": ("1", "immediate"),
    }


def test_further_parameters_wait_for_a_reboot_and_win() -> None:
    """Whether they are static is not known here, and AWS accepts both this way."""
    found = parameters(parameters={"log_statement": "all", "max_connections": "500"})
    assert found["log_statement"] == ("all", "pending-reboot")
    assert found["max_connections"] == ("500", "pending-reboot")


def test_the_next_major_versions_parameters_exist_beside_these() -> None:
    """The family is part of the name, and the new group comes before the old one goes."""
    group = resource(database(version="18"), "aws_db_parameter_group.main")
    assert (group["name"], group["family"]) == ("shop-production-main-postgres18", "postgres18")
    assert group["lifecycle"] == {"create_before_destroy": True}


def test_logs_have_a_key_and_an_end_before_rds_writes_the_first_line() -> None:
    """RDS would make log groups without either."""
    synthesized = database(log_retention_days=30)
    groups = synthesized["resource"]["aws_cloudwatch_log_group"].values()
    assert {(group["name"], group["retention_in_days"], group["kms_key_id"]) for group in groups} == {
        (name, 30, KEY_ARN) for name in postgres_log_groups("shop-production-main")
    }
    body = resource(synthesized, "aws_db_instance.main")
    assert body["enabled_cloudwatch_logs_exports"] == ["postgresql", "upgrade"]
    assert {"aws_cloudwatch_log_group.main_postgresql", "aws_cloudwatch_log_group.main_upgrade"} < set(
        body["depends_on"]
    )


def test_nothing_reaches_a_database_until_somebody_adds_a_rule() -> None:
    """Its security group has none, inline or beside it."""
    synthesized = database()
    group = resource(synthesized, "aws_security_group.main")
    assert not {"ingress", "egress"} & group.keys()
    assert not [address for address in addresses(synthesized) if "_rule." in address]


def test_monitoring_is_for_this_instance_only_and_permitted_before_it_exists() -> None:
    """RDS checks the role's permissions when the instance is made."""
    synthesized = database()
    (trust,) = policy(synthesized, "aws_iam_role.main_monitoring", "assume_role_policy")
    assert trust["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "111111111111"},
        "ArnLike": {"aws:SourceArn": "arn:aws:rds:us-east-1:111111111111:db:shop-production-main"},
    }
    attachment = "aws_iam_role_policy_attachment.main_monitoring_AmazonRDSEnhancedMonitoringRole"
    assert attachment in resource(synthesized, "aws_db_instance.main")["depends_on"]


def test_the_secret_is_known_by_its_arn_though_rds_makes_it() -> None:
    """Other stacks refer to the secret and never to its value."""
    found: list[str] = []

    def build(stack: TerraformStack) -> None:
        found.append(PostgresInstance(stack, "main", props()).secret_arn)

    synthesized = synthesize(build)
    assert "TfToken" in found[0]
    reference = synthesized["locals"]["main_secret_arn"]
    assert reference == '${join("", aws_db_instance.main.master_user_secret[*].secret_arn)}'


def test_what_aws_would_refuse_is_refused_at_once_with_every_fault() -> None:
    """One run shows all there is to correct."""
    with pytest.raises(ConstructError) as caught:
        props(
            name="shop--main",
            database_name="my-app",
            subnet_ids=["subnet-1"],
            backup_days=0,
            storage_gib=10,
            max_storage_gib=5,
        )
    assert str(caught.value).removeprefix("shop--main: ").split("; ") == [
        "expected a name of up to 63 lowercase letters, digits and single hyphens, a letter first",
        "expected database_name of up to 63 letters, digits and underscores, a letter first, found 'my-app'",
        "expected subnets in two zones or more, found 1",
        "expected backup_days from 1 to 35, found 0",
        "expected storage_gib of 20 or more, found 10",
        "expected max_storage_gib above 10, found 5",
    ]


@pytest.mark.parametrize(
    ("storage_gib", "limit", "written"),
    [(50, None, 100), (50, 0, 0), (50, 50, 0), (50, 55, 55), (40_000, None, 65_536), (65_536, None, 0)],
)
def test_storage_grows_to_twice_its_size_unless_told_otherwise(
    storage_gib: int, limit: int | None, written: int
) -> None:
    """Up to the most RDS has, and not where that leaves no tenth to grow by."""
    body = instance(storage_gib=storage_gib, max_storage_gib=limit)
    assert body["max_allocated_storage"] == written


def test_advanced_insights_keep_what_aws_demands_of_them() -> None:
    """The mode alone is refused."""
    body = instance(insights="advanced")
    assert body["database_insights_mode"] == "advanced"
    assert body["performance_insights_retention_period"] == 465
    assert "database_insights_mode" not in instance()


@pytest.mark.parametrize(
    "refused", [{"insights_retention_days": 8}, {"insights": "advanced", "insights_retention_days": 7}]
)
def test_a_retention_that_insights_lack_is_refused(refused: dict[str, Any]) -> None:
    """RDS offers a week, months, or two years; advanced insights need fifteen months."""
    with pytest.raises(ConstructError, match="insights_retention_days"):
        props(**refused)
