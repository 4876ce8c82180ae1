"""A policy that admits a service admits it on behalf of every account."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.bound import acts_for_this_account
from relinfra_policies.shapes.documents import listed, principals
from relinfra_policies.shapes.granted import conditions, denies_insecure_transport, granted
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.states import account_of

DELIVERING = "logdelivery.elasticloadbalancing."
"""The service that delivers logs of load balancers, for which AWS documents no such condition on its own."""


class PoliciesAdmitByCondition(StackRule):
    """The policy of a topic or bucket admits services under a condition, nobody by a wildcard, and speaks of itself."""

    policy = "CKV_RELINFRA_109"
    group = "security"
    title = "The policy of a topic, queue or bucket must admit nobody without a condition or name"
    category = CheckCategories.IAM
    level = "HIGH"
    rationale = "A policy that admits a service without a condition admits it for every account"
    remedy = "Leave policies of topics and buckets to relinfra"
    source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"
    resources = ("aws_sns_topic_policy", "aws_sqs_queue_policy", "aws_s3_bucket_policy")

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each statement is exact, and a topic or queue denies what comes without TLS."""
        account = account_of(stack)
        found = granted(resource, "policy", stack)
        for one in found:
            allowed, tested = one.get("Effect") == "Allow", list(conditions(one))
            services = [whom for kind, whom in principals(one) if kind == "Service" and not whom.startswith(DELIVERING)]
            yield not (allowed and "NotPrincipal" in one)
            yield not (allowed and any(whom == "*" for _, whom in principals(one)) and not tested)
            yield not (allowed and services and not tested)
            yield not (allowed and any(action.partition(":")[2] in ("", "*") for action in listed(one.get("Action"))))
            yield not (allowed and "*" in listed(one.get("Resource")))
            yield from acts_for_this_account(one)
            for _, key, values in tested:
                yield key != "aws:sourceaccount" or account is None or values == [account]
        if resource.kind != "aws_s3_bucket_policy" and found:
            yield denies_insecure_transport(found)


check = PoliciesAdmitByCondition()
