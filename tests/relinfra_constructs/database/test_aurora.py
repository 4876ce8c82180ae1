from pathlib import Path
from typing import Any

import pytest

from relinfra_constructs.cdk import TerraformStack
from relinfra_constructs.database.aurora import AuroraCluster, AuroraProps, aurora_log_groups
from relinfra_constructs.database.aurora_capacity import AuroraCapacity
from relinfra_constructs.errors import ConstructError
from tests.support import HERE, KEY_ARN, addresses, assert_golden, policy, resource, synthesize

GOLDEN = Path(__file__).parent / "golden"
CAPACITY = AuroraCapacity(min_acu=2, max_acu=16)


def props(**arguments: Any) -> AuroraProps:
    defaults: dict[str, Any] = {
        "name": "shop-production-main",
        "terraform_name": "main",
        "placement": HERE,
        "vpc_id": "vpc-1",
        "subnet_ids": ["subnet-1", "subnet-2"],
        "zones": ["us-east-1a", "us-east-1b"],
        "key_arn": KEY_ARN,
        "capacity": CAPACITY,
    }
    return AuroraProps(**defaults | arguments)


def database(**arguments: Any) -> dict[str, Any]:
    return synthesize(lambda stack: AuroraCluster(stack, "main", props(**arguments)))


def cluster(**arguments: Any) -> dict[str, Any]:
    return resource(database(**arguments), "aws_rds_cluster.main")


def instances(**arguments: Any) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = database(**arguments)["resource"]["aws_rds_cluster_instance"]
    return [found[name] for name in sorted(found, key=lambda name: int(name.rpartition("_")[2]))]


def test_the_addresses_of_a_cluster_are_these() -> None:
    """A change here recreates what holds people's data."""
    assert_golden(GOLDEN / "aurora.txt", addresses(database()))


def test_a_cluster_is_encrypted_and_private() -> None:
    """Storage, insights and the password are under the customer's key; no instance has a public address."""
    body = cluster()
    keys = {name: value for name, value in body.items() if name.endswith("kms_key_id")}
    assert body["storage_encrypted"] is True
    assert keys == dict.fromkeys(
        ("kms_key_id", "master_user_secret_kms_key_id", "performance_insights_kms_key_id"), KEY_ARN
    )
    assert {one["publicly_accessible"] for one in instances()} == {False}
    assert {one["performance_insights_kms_key_id"] for one in instances()} == {KEY_ARN}


def test_no_password_is_ever_written_down() -> None:
    """RDS makes, keeps and rotates it; applications may sign in with IAM instead."""
    body = cluster()
    assert (body["manage_master_user_password"], body["iam_database_authentication_enabled"]) == (True, True)
    assert not {"master_password", "master_password_wo"} & body.keys()


def test_data_survives_a_mistaken_deletion() -> None:
    """AWS refuses it, and where it is allowed keeps backups and a snapshot under a name known beforehand."""
    body = cluster()
    assert (body["deletion_protection"], body["delete_automated_backups"], body["skip_final_snapshot"]) == (
        True,
        False,
        False,
    )
    assert body["final_snapshot_identifier"] == "shop-production-main-final"


def test_backups_reach_back_the_days_asked_for_and_changes_wait_for_the_window() -> None:
    """The windows do not overlap, and nothing restarts in the middle of the day."""
    body = cluster(backup_days=14)
    assert (body["backup_retention_period"], body["copy_tags_to_snapshot"]) == (14, True)
    assert (body["preferred_backup_window"], body["preferred_maintenance_window"]) == (
        "03:00-04:00",
        "sun:04:30-sun:05:30",
    )
    assert {body["apply_immediately"], *(one["apply_immediately"] for one in instances())} == {False}


def test_only_the_major_version_is_pinned() -> None:
    """A minor version pinned below the one AWS moved to could not be applied."""
    assert cluster(version="17")["engine_version"] == "17"
    assert {(one["engine_version"], one["auto_minor_version_upgrade"]) for one in instances()} == {("17", True)}


def test_capacity_follows_the_load_between_its_bounds() -> None:
    """Of an instance without a class of its own; what never pauses is not told when to."""
    assert cluster()["serverlessv2_scaling_configuration"] == {"min_capacity": 2, "max_capacity": 16}
    assert {one["instance_class"] for one in instances()} == {"db.serverless"}
    pausing = AuroraCapacity(min_acu=0, max_acu=4, seconds_until_auto_pause=900)
    scaling = {"min_capacity": 0, "max_capacity": 4, "seconds_until_auto_pause": 900}
    assert cluster(capacity=pausing)["serverlessv2_scaling_configuration"] == scaling


def test_the_first_reader_takes_over_in_another_zone() -> None:
    """It is as large as the writer at any time; further readers follow their own load."""
    found = [(one["availability_zone"], one["promotion_tier"]) for one in instances(readers=3)]
    assert found == [("us-east-1a", 0), ("us-east-1b", 1), ("us-east-1a", 2), ("us-east-1b", 2)]
    assert len(instances()) == 2
    assert len(instances(readers=0)) == 1


def test_connections_use_tls_and_slow_statements_are_logged() -> None:
    """By the group of the cluster, beside which that of the next major version can exist."""
    group = resource(database(parameters={"log_statement": "all"}), "aws_rds_cluster_parameter_group.main")
    found = {item["name"]: (item["value"], item["apply_method"]) for item in group["parameter"]}
    assert (group["name"], group["family"]) == ("shop-production-main-aurora-postgresql17", "aurora-postgresql17")
    assert group["lifecycle"] == {"create_before_destroy": True}
    assert found["rds.force_ssl"] == ("1", "immediate")
    assert found["log_statement"] == ("all", "pending-reboot")


def test_logs_have_a_key_and_an_end_before_rds_writes_the_first_line() -> None:
    """RDS would make log groups without either."""
    synthesized = database(log_retention_days=30)
    (group,) = synthesized["resource"]["aws_cloudwatch_log_group"].values()
    names = aurora_log_groups("shop-production-main")
    assert (group["name"], group["retention_in_days"], group["kms_key_id"]) == (*names, 30, KEY_ARN)
    body = resource(synthesized, "aws_rds_cluster.main")
    assert body["enabled_cloudwatch_logs_exports"] == ["postgresql"]
    assert body["depends_on"] == ["aws_cloudwatch_log_group.main_postgresql"]


def test_monitoring_is_for_these_instances_only_and_permitted_before_they_exist() -> None:
    """RDS checks the role's permissions when an instance is made."""
    synthesized = database()
    (trust,) = policy(synthesized, "aws_iam_role.main_monitoring", "assume_role_policy")
    assert trust["Condition"]["ArnLike"] == {
        "aws:SourceArn": "arn:aws:rds:us-east-1:111111111111:db:shop-production-main-*"
    }
    attachment = "aws_iam_role_policy_attachment.main_monitoring_AmazonRDSEnhancedMonitoringRole"
    assert resource(synthesized, "aws_rds_cluster_instance.main_1")["depends_on"] == [attachment]
    assert {one["monitoring_interval"] for one in instances()} == {60}


def test_insights_are_the_same_for_the_cluster_and_each_instance() -> None:
    """Advanced ones need the retention that AWS demands of them."""
    assert cluster()["database_insights_mode"] == "standard"
    assert cluster(insights="advanced")["database_insights_mode"] == "advanced"
    kept = [cluster(insights="advanced"), *instances(insights="advanced")]
    assert {one["performance_insights_retention_period"] for one in kept} == {465}


def test_writes_and_reads_have_an_address_each() -> None:
    """And the secret is known by its ARN though RDS makes it."""
    made: list[AuroraCluster] = []
    synthesized = synthesize(lambda stack: made.append(AuroraCluster(stack, "main", props())))
    assert made[0].reader_address != made[0].endpoint_address
    reference = '${join("", aws_rds_cluster.main.master_user_secret[*].secret_arn)}'
    assert synthesized["locals"]["main_secret_arn"] == reference


def test_what_aws_would_refuse_is_refused_at_once_with_every_fault() -> None:
    """One run shows all there is to correct."""
    with pytest.raises(ConstructError) as caught:
        props(name="m" * 61, zones=["us-east-1a"], readers=16, capacity=AuroraCapacity(min_acu=4, max_acu=2))
    assert str(caught.value).partition(": ")[2].split("; ") == [
        "expected 0 <= min_acu <= max_acu and max_acu from 1 to 256, found 4 and 2",
        "expected a name of up to 60 characters, found 61",
        "expected a zone for each of 2 subnets, found 1",
        "expected readers from 0 to 15, found 16",
    ]


def test_a_stack_may_hold_several_clusters() -> None:
    """Their addresses do not meet."""

    def build(stack: TerraformStack) -> None:
        AuroraCluster(stack, "main", props())
        AuroraCluster(stack, "other", props(name="shop-production-other", terraform_name="other"))

    assert len(synthesize(build)["resource"]["aws_rds_cluster_instance"]) == 4
