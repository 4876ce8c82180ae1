"""A bucket of canaries keeps what any visitor sees, for some days."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.buckets import allowing, expires, is_private
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class ArtifactsOfCanariesExpire(StackRule):
    """A bucket that canaries write to deletes what they saw, and its policy lets nobody else in."""

    policy = "CKV_RELINFRA_125"
    group = "alerting"
    title = "A bucket of canaries must be private and delete what they saw"
    category = CheckCategories.LOGGING
    level = "LOW"
    rationale = "What canaries saw needs no access log and no copy for as long as it is short-lived"
    remedy = "Leave the bucket to `synthetics` of the service"
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries.html"
    resources = ("aws_s3_bucket",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether canaries write to it."""
        named = f"s3://{resource.text('bucket')}/"
        places = [canary.text("artifact_s3_location") for canary in stack.of("aws_synthetics_canary")]
        return any(one.startswith(named) or stack.referred(one, resource.kind) is resource for one in places)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether objects end, and nobody else has a way in."""
        yield expires(resource, stack)
        yield is_private(resource, stack)
        yield not list(allowing(resource, stack))


check = ArtifactsOfCanariesExpire()
