from dataclasses import replace
from pathlib import Path
from typing import Any

from relinfra_constructs.database.copied_snapshots import CopiedCluster
from relinfra_constructs.recovery.recovery import ColdStandby, ColdStandbyProps, ReplicatedDatabase
from relinfra_constructs.storage.bucket_replica import ReplicatedBucket
from tests.support import HERE, KEY_ARN, addresses, assert_golden, policy, resource, synthesize

GOLDEN = Path(__file__).parent / "golden"
DATABASE = ReplicatedDatabase(arn=HERE.arn("rds", "db:shop-production-main"), backup_days=7)
ASSETS = ReplicatedBucket(name="shop-assets", replica_name="shop-assets-replica", id="shop-assets", key_arn=KEY_ARN)


def standby(**arguments: Any) -> dict[str, Any]:
    props = ColdStandbyProps(
        name="shop-production",
        source=HERE,
        target=HERE.in_region("us-west-2"),
        databases={"main": DATABASE},
        buckets={"user-assets": ASSETS},
        **arguments,
    )
    return synthesize(lambda stack: ColdStandby(stack, "standby", props))


def test_the_addresses_of_a_cold_standby_are_these() -> None:
    """A change here recreates what a region would be rebuilt from."""
    assert_golden(GOLDEN / "cold-standby.txt", addresses(standby()))


def test_every_regional_resource_says_its_region() -> None:
    """All lies in the region that would take over, but the source's side of the replication."""
    bodies = {
        f"{terraform_type}.{name}": body.get("region")
        for terraform_type, resources in standby()["resource"].items()
        for name, body in resources.items()
        if not terraform_type.startswith("aws_iam_")
    }
    assert bodies.pop("aws_s3_bucket_replication_configuration.user_assets") == "us-east-1"
    assert set(bodies.values()) == {"us-west-2"}


def test_backups_are_copied_under_a_key_of_their_new_region() -> None:
    """A key of the source's region would not open them when that region is gone."""
    replication = resource(standby(), "aws_db_instance_automated_backups_replication.main")
    assert replication == {
        "source_db_instance_arn": "arn:aws:rds:us-east-1:111111111111:db:shop-production-main",
        "kms_key_id": "${aws_kms_key.recovery.arn}",
        "retention_period": 7,
        "region": "us-west-2",
    }


def test_snapshots_of_clusters_are_copied_under_the_same_key() -> None:
    """By the clock, since RDS replicates no automated backups of a cluster; without one there are no vaults."""
    cluster = CopiedCluster(arn=HERE.arn("rds", "cluster:shop-production-orders"), key_arn=KEY_ARN, kept_days=7)
    synthesized = standby(clusters={"orders": cluster}, copy_hours=4)
    (rule,) = resource(synthesized, "aws_backup_plan.orders")["rule"]
    assert rule["schedule"] == "cron(0 0/4 * * ? *)"
    assert resource(synthesized, "aws_backup_vault.copies")["kms_key_arn"] == "${aws_kms_key.recovery.arn}"
    assert not [address for address in addresses(standby()) if address.startswith("aws_backup")]


def test_encrypted_objects_are_copied_and_re_encrypted() -> None:
    """Without both halves S3 leaves objects under KMS behind."""
    (rule,) = resource(standby(), "aws_s3_bucket_replication_configuration.user_assets")["rule"]
    assert rule["source_selection_criteria"] == {"sse_kms_encrypted_objects": {"status": "Enabled"}}
    assert rule["destination"]["encryption_configuration"] == {"replica_kms_key_id": "${aws_kms_key.recovery.arn}"}


def test_s3_promises_each_copy_within_fifteen_minutes() -> None:
    """A recovery point of 15 minutes rests on this, and is measured."""
    (rule,) = resource(standby(), "aws_s3_bucket_replication_configuration.user_assets")["rule"]
    assert rule["destination"]["replication_time"] == {"status": "Enabled", "time": {"minutes": 15}}
    assert rule["destination"]["metrics"] == {"status": "Enabled", "event_threshold": {"minutes": 15}}


def test_the_promise_can_be_left_out() -> None:
    """It costs by the gigabyte."""
    synthesized = standby(time_control=False)
    (rule,) = resource(synthesized, "aws_s3_bucket_replication_configuration.user_assets")["rule"]
    assert not {"replication_time", "metrics"} & rule["destination"].keys()


def test_replication_waits_until_the_replica_has_versions() -> None:
    """S3 refuses the configuration before."""
    synthesized = standby()
    replica = resource(synthesized, "aws_s3_bucket_versioning.user_assets_replica")
    assert replica["versioning_configuration"] == {"status": "Enabled"}
    configuration = resource(synthesized, "aws_s3_bucket_replication_configuration.user_assets")
    assert configuration["depends_on"] == ["aws_s3_bucket_versioning.user_assets_replica"]


def test_the_replication_role_reads_here_writes_there_and_deletes_nothing_for_good() -> None:
    """Each action is bound to one bucket, each key to S3 and that bucket."""
    statements = policy(standby(), "aws_iam_role_policy.user_assets_replication")
    source, replica = "arn:aws:s3:::shop-assets", "arn:aws:s3:::shop-assets-replica"
    granted = {action: statement["Resource"] for statement in statements for action in statement["Action"]}
    assert granted == {
        "s3:GetReplicationConfiguration": [source],
        "s3:ListBucket": [source],
        "s3:GetObjectVersionAcl": [f"{source}/*"],
        "s3:GetObjectVersionForReplication": [f"{source}/*"],
        "s3:GetObjectVersionTagging": [f"{source}/*"],
        "s3:ReplicateDelete": [f"{replica}/*"],
        "s3:ReplicateObject": [f"{replica}/*"],
        "s3:ReplicateTags": [f"{replica}/*"],
        "kms:Decrypt": [KEY_ARN],
        "kms:Encrypt": ["${aws_kms_key.recovery.arn}"],
        "kms:GenerateDataKey": ["${aws_kms_key.recovery.arn}"],
    }
    assert [statement["Condition"] for statement in statements if "Condition" in statement] == [
        {
            "StringEquals": {"kms:ViaService": f"s3.{region}.amazonaws.com"},
            "StringLike": {"kms:EncryptionContext:aws:s3:arn": [bucket, f"{bucket}/*"]},
        }
        for region, bucket in (("us-east-1", source), ("us-west-2", replica))
    ]


def test_the_replica_of_a_locked_bucket_takes_its_locks() -> None:
    """S3 demands it, and reads each retention with permissions of their own; nothing expires later there than here."""
    locked = replace(ASSETS, object_lock=True, expire_days=400)
    props = ColdStandbyProps(
        name="shop-production", source=HERE, target=HERE.in_region("us-west-2"), buckets={"assets": locked}
    )
    synthesized = synthesize(lambda stack: ColdStandby(stack, "standby", props))
    actions = {
        action for one in policy(synthesized, "aws_iam_role_policy.assets_replication") for action in one["Action"]
    }
    assert resource(synthesized, "aws_s3_bucket.assets_replica")["object_lock_enabled"] is True
    assert {"s3:GetObjectLegalHold", "s3:GetObjectRetention"} <= actions
    [rule] = resource(synthesized, "aws_s3_bucket_lifecycle_configuration.assets_replica")["rule"]
    assert rule["expiration"] == {"days": 400}
