"""A key that refuses who publishes loses every message, without an error."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_remote
from relinfra_policies.shapes.documents import is_unread
from relinfra_policies.shapes.publishing import admits, publishers
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

NEEDED = ("kms:Decrypt", "kms:GenerateDataKey")


class TopicKeyAdmitsPublishers(StackRule):
    """The key of a topic, where it is of the stack, lets each service that publishes encrypt and decrypt."""

    policy = "CKV_RELINFRA_75"
    group = "alerting"
    claims = ("failed_restart_is_told", "somebody_is_told")
    title = "The key of a topic must admit each service that publishes to it"
    category = CheckCategories.ENCRYPTION
    level = "HIGH"
    rationale = "A service that may publish and not encrypt is refused by KMS: the message is lost, and nobody is told"
    remedy = "Leave the key of the topic to `observability`"
    source = "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html"
    resources = ("aws_sns_topic",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether its key is of the stack, and somebody publishes."""
        known = self._key(resource, stack) is not None or resource.declared("subscribers") is not None
        return known and bool(publishers(resource, stack))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether the key is on, and each publisher may use it."""
        key = self._key(resource, stack)
        if key is None:
            yield is_remote(resource.text("kms_master_key_id"))
            return
        yield key.flag("is_enabled") is not False
        attached = next(stack.referring(key, "key_id", "aws_kms_key_policy"), None)
        document = (attached or key).value("policy")
        for service in sorted(publishers(resource, stack)):
            for action in NEEDED:
                yield admits(document, service, action) or resource.doubts("policy", unread=is_unread(document))

    @staticmethod
    def _key(topic: Resource, stack: Stack) -> Resource | None:
        text = topic.text("kms_master_key_id")
        alias = stack.referred(text, "aws_kms_alias")
        return stack.referred(alias.text("target_key_id") if alias else text, "aws_kms_key")


check = TopicKeyAdmitsPublishers()
