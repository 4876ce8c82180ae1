from typing import Any

import pytest

from relinfra_constructs.errors import ConstructError
from relinfra_constructs.storage.log_bucket import LogBucket, LogBucketProps
from tests.support import HERE, policy, resource, synthesize

SINK = "arn:aws:s3:::shop-production-logs"


def sink(**arguments: Any) -> dict[str, Any]:
    props = LogBucketProps(name="shop-production-logs", terraform_name="logs", placement=HERE, **arguments)
    return synthesize(lambda stack: LogBucket(stack, "logs", props))


def test_s3_logs_about_the_named_buckets_of_this_account_only() -> None:
    """Each bucket writes below its own name, and nobody else's bucket writes at all."""
    assert policy(sink(source_buckets=["b", "a"]), "aws_s3_bucket_policy.logs")[2:] == [
        {
            "Sid": "S3AccessLogs",
            "Effect": "Allow",
            "Principal": {"Service": ["logging.s3.amazonaws.com"]},
            "Action": ["s3:PutObject"],
            "Resource": [f"{SINK}/a/*", f"{SINK}/b/*"],
            "Condition": {
                "ArnLike": {"aws:SourceArn": ["arn:aws:s3:::a", "arn:aws:s3:::b"]},
                "StringEquals": {"aws:SourceAccount": "111111111111"},
            },
        }
    ]


def test_load_balancers_write_below_their_prefix_and_this_account() -> None:
    """The account in the path is the load balancer's own."""
    assert policy(sink(load_balancer_prefixes=["web"]), "aws_s3_bucket_policy.logs")[2:] == [
        {
            "Sid": "LoadBalancerLogs",
            "Effect": "Allow",
            "Principal": {"Service": ["logdelivery.elasticloadbalancing.amazonaws.com"]},
            "Action": ["s3:PutObject"],
            "Resource": [f"{SINK}/web/AWSLogs/111111111111/*"],
        }
    ]


def test_logs_are_encrypted_with_keys_s3_manages() -> None:
    """Log delivery cannot write under a customer's key."""
    synthesized = sink(load_balancer_prefixes=["web"])
    (rule,) = resource(synthesized, "aws_s3_bucket_server_side_encryption_configuration.logs")["rule"]
    assert rule["apply_server_side_encryption_by_default"] == {"sse_algorithm": "AES256"}


def test_logs_go_after_their_retention() -> None:
    """A year by default."""
    synthesized = sink(load_balancer_prefixes=["web"])
    (rule,) = resource(synthesized, "aws_s3_bucket_lifecycle_configuration.logs")["rule"]
    assert rule["expiration"] == {"days": 365}


def test_a_sink_can_have_its_own_reading_recorded_in_another() -> None:
    """Who read the load balancer's logs is known too."""
    synthesized = sink(load_balancer_prefixes=["web"], access_log_bucket="shop-production-access-logs")
    assert resource(synthesized, "aws_s3_bucket_logging.logs")["target_bucket"] == "shop-production-access-logs"


def test_a_sink_nobody_may_write_to_is_refused() -> None:
    """It could only be a mistake."""
    with pytest.raises(ConstructError, match="expected source_buckets or load_balancer_prefixes"):
        sink()
