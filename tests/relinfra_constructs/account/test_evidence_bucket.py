from typing import Any

from relinfra_constructs.account.evidence_bucket import EvidenceBucket, EvidenceBucketProps
from relinfra_constructs.storage.object_lock import ObjectLock
from tests.support import HERE, resource, synthesize


def bucket(**arguments: Any) -> dict[str, Any]:
    props = EvidenceBucketProps(name="shop-evidence", key_name="shop-evidence", placement=HERE, **arguments)
    return synthesize(lambda stack: EvidenceBucket(stack, "evidence", props))


def test_evidence_is_locked_for_a_year_against_everybody() -> None:
    """Evidence that an administrator can remove proves nothing against the administrator."""
    synthesized = bucket()
    assert resource(synthesized, "aws_s3_bucket.evidence")["object_lock_enabled"] is True
    lock = resource(synthesized, "aws_s3_bucket_object_lock_configuration.evidence")
    assert lock["rule"] == {"default_retention": {"mode": "COMPLIANCE", "days": 365}}
    assert lock["depends_on"] == ["aws_s3_bucket_versioning.evidence"]


def test_mode_and_retention_can_be_chosen() -> None:
    """Where the law allows less, or asks for more."""
    synthesized = bucket(lock=ObjectLock(days=30))
    lock = resource(synthesized, "aws_s3_bucket_object_lock_configuration.evidence")
    assert lock["rule"] == {"default_retention": {"mode": "GOVERNANCE", "days": 30}}
