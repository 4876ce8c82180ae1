"""The key AWS manages for SNS refuses CloudWatch, and the alarm's message is lost without an error."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.resource_rule import ResourceRule

AWS_MANAGED = "alias/aws/"


class TopicKeyAdmitsAlarms(ResourceRule):
    """A topic is encrypted with a customer key, whose policy can admit who publishes."""

    policy = "CKV_RELINFRA_9"
    group = "alerting"
    claims = ("somebody_is_told",)
    title = "An SNS topic must be encrypted with a customer key, which alarms can use"
    category = CheckCategories.ENCRYPTION
    level = "HIGH"
    rationale = "The key `alias/aws/sns` refuses CloudWatch, and the alarm's message is lost without an error"
    remedy = "Leave the key of the topic to `observability`"
    source = "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html"
    resources = ("aws_sns_topic",)

    def demands(self, block: Block) -> Iterator[bool]:
        """Yield whether a key is named that is not one of AWS's own."""
        key = block.text("kms_master_key_id")
        yield bool(key) and AWS_MANAGED not in key


check = TopicKeyAdmitsAlarms()
