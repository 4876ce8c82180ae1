from pathlib import Path
from typing import Any

import pytest

from relinfra_constructs.errors import ConstructError
from relinfra_constructs.iam import Statement
from relinfra_constructs.storage.bucket import Bucket, BucketProps
from relinfra_constructs.storage.object_lock import ObjectLock
from tests.support import HERE, KEY_ARN, addresses, assert_golden, policy, resource, synthesize

GOLDEN = Path(__file__).parent / "golden"


def bucket(**arguments: Any) -> dict[str, Any]:
    props = BucketProps(
        name="shop-production-assets",
        terraform_name="assets",
        placement=HERE,
        key_arn=KEY_ARN,
        **arguments,
    )
    return synthesize(lambda stack: Bucket(stack, "assets", props))


def test_the_addresses_of_a_bucket_are_these() -> None:
    """A change here recreates what holds people's objects."""
    assert_golden(GOLDEN / "bucket.txt", addresses(bucket(access_log_bucket="shop-production-logs")))


def test_objects_are_encrypted_with_the_customers_key() -> None:
    """A bucket key keeps the calls to KMS few."""
    (rule,) = resource(bucket(), "aws_s3_bucket_server_side_encryption_configuration.assets")["rule"]
    assert rule == {
        "apply_server_side_encryption_by_default": {"sse_algorithm": "aws:kms", "kms_master_key_id": KEY_ARN},
        "bucket_key_enabled": True,
    }


def test_nothing_makes_a_bucket_public_and_its_account_owns_every_object() -> None:
    """All four blocks are on, and access lists are off."""
    synthesized = bucket()
    block = resource(synthesized, "aws_s3_bucket_public_access_block.assets")
    assert {name for name, value in block.items() if value is True} == {
        "block_public_acls",
        "block_public_policy",
        "ignore_public_acls",
        "restrict_public_buckets",
    }
    controls = resource(synthesized, "aws_s3_bucket_ownership_controls.assets")
    assert controls["rule"] == {"object_ownership": "BucketOwnerEnforced"}


def test_connections_without_tls_1_2_are_denied_to_everybody() -> None:
    """The bucket and its objects are both covered."""
    plain, old = policy(bucket(), "aws_s3_bucket_policy.assets")
    assert plain == {
        "Sid": "DenyWithoutTls",
        "Effect": "Deny",
        "Principal": {"AWS": ["*"]},
        "Action": ["s3:*"],
        "Resource": ["arn:aws:s3:::shop-production-assets", "arn:aws:s3:::shop-production-assets/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    assert old["Condition"] == {"NumericLessThan": {"s3:TlsVersion": "1.2"}}


def test_further_statements_join_the_one_policy_a_bucket_has() -> None:
    """A second policy resource would overwrite the first."""
    read = Statement(
        actions=["s3:GetObject"],
        resources=["arn:aws:s3:::shop-production-assets/*"],
        principals={"AWS": ["arn:aws:iam::111111111111:role/reader"]},
    )
    synthesized = bucket(statements=[read])
    assert policy(synthesized, "aws_s3_bucket_policy.assets")[2] == read.to_json()
    assert resource(synthesized, "aws_s3_bucket_policy.assets")["depends_on"] == [
        "aws_s3_bucket_public_access_block.assets"
    ]


def test_old_versions_abandoned_uploads_and_lone_delete_markers_go() -> None:
    """Objects stay for good unless an age is given."""
    (rule,) = resource(bucket(expire_noncurrent_days=30), "aws_s3_bucket_lifecycle_configuration.assets")["rule"]
    assert rule["noncurrent_version_expiration"] == {"noncurrent_days": 30}
    assert rule["abort_incomplete_multipart_upload"] == {"days_after_initiation": 7}
    assert rule["expiration"] == {"expired_object_delete_marker": True}


def test_objects_go_after_the_days_given() -> None:
    """S3 then drops lone delete markers by itself, and takes only one of the two."""
    (rule,) = resource(bucket(expire_days=10), "aws_s3_bucket_lifecycle_configuration.assets")["rule"]
    assert rule["expiration"] == {"days": 10}


def test_only_objects_with_a_prefix_go_where_one_is_given() -> None:
    """The others stay; old versions go everywhere."""
    rules = resource(bucket(expire_days=10, expire_prefix="runs/"), "aws_s3_bucket_lifecycle_configuration.assets")
    assert [(rule["filter"], rule["expiration"]) for rule in rules["rule"]] == [
        ({}, {"expired_object_delete_marker": True}),
        ({"prefix": "runs/"}, {"days": 10}),
    ]


def test_versioning_switched_off_is_suspended() -> None:
    """AWS takes no bucket back to never having had versions."""
    configuration = resource(bucket(versioning=False), "aws_s3_bucket_versioning.assets")
    assert configuration["versioning_configuration"] == {"status": "Suspended"}


def test_access_is_logged_under_the_buckets_own_name() -> None:
    """One sink serves many buckets without mixing them."""
    logging = resource(bucket(access_log_bucket="shop-logs"), "aws_s3_bucket_logging.assets")
    assert (logging["target_bucket"], logging["target_prefix"]) == ("shop-logs", "shop-production-assets/")


def test_versions_can_be_locked_against_deletion() -> None:
    """S3 wants the lock when the bucket is made, and versions before the retention."""
    synthesized = bucket(object_lock=ObjectLock(days=30))
    lock = resource(synthesized, "aws_s3_bucket_object_lock_configuration.assets")
    assert resource(synthesized, "aws_s3_bucket.assets")["object_lock_enabled"] is True
    assert lock["rule"] == {"default_retention": {"mode": "GOVERNANCE", "days": 30}}
    assert lock["depends_on"] == ["aws_s3_bucket_versioning.assets"]


def test_what_has_no_versions_cannot_be_locked() -> None:
    """The lock is on versions."""
    with pytest.raises(ConstructError, match="expected versioning with object_lock"):
        bucket(object_lock=ObjectLock(days=30), versioning=False)


@pytest.mark.parametrize("days", [0, 36_501])
def test_a_retention_that_s3_lacks_is_refused(days: int) -> None:
    """A hundred years is the most."""
    with pytest.raises(ConstructError, match="expected days from 1 to 36500"):
        ObjectLock(days=days)
