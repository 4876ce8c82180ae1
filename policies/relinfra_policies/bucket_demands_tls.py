"""Objects that travel in clear are read on the way."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.documents import listed
from relinfra_policies.shapes.granted import denies_insecure_transport, granted
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class BucketDemandsTls(StackRule):
    """The policy of a bucket denies everybody what comes without TLS, for the bucket and all its objects."""

    policy = "CKV_RELINFRA_99"
    group = "data"
    title = "The policy of a bucket must deny what comes without TLS"
    category = CheckCategories.ENCRYPTION
    level = "HIGH"
    rationale = "Objects that travel in clear are read on the way"
    remedy = "Leave `buckets` as relinfra makes them"
    source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html"
    resources = ("aws_s3_bucket",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether a policy denies it, whole."""
        policies = list(stack.referring(resource, "bucket", "aws_s3_bucket_policy"))
        found = [statement for one in policies for statement in granted(one, "policy", stack)]
        resource.unknown.extend(name for one in policies for name in one.unknown)
        yield bool(found)
        if not found:
            return
        denials = [one for one in found if denies_insecure_transport((one,))]
        yield bool(denials)
        for one in denials:
            yield any(action in ("s3:*", "*") for action in listed(one.get("Action")))
            named = listed(one.get("Resource"))
            yield "*" in named or (any(text.endswith("/*") for text in named) and len(named) > 1)


check = BucketDemandsTls()
