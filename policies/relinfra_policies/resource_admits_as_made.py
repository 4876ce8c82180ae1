"""The policy of a bucket, key, topic or endpoint decides whom roles of other accounts meet there."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.made import departed_grants, grants_as_made
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

ARGUMENTS = {
    "aws_backup_vault_policy": "policy",
    "aws_cloudwatch_log_resource_policy": "policy_document",
    "aws_ecr_repository_policy": "policy",
    "aws_kms_key": "policy",
    "aws_kms_replica_key": "policy",
    "aws_s3_bucket_policy": "policy",
    "aws_secretsmanager_secret_policy": "policy",
    "aws_sns_topic_policy": "policy",
    "aws_sqs_queue_policy": "policy",
    "aws_vpc_endpoint": "policy",
}


class ResourceAdmitsAsMade(StackRule):
    """The policy of a resource has the statements that it was made with: principals, actions, conditions, refusals.

    That is a contract of relinfra's own; its source says whom such a policy lets in, and that a refusal outweighs.
    """

    policy = "CKV_RELINFRA_162"
    group = "security"
    claims = ("failed_restart_is_told",)
    title = "The policy of a resource must admit and refuse whom it was made to, and nobody else"
    category = CheckCategories.IAM
    level = "HIGH"
    rationale = (
        "A principal that was added reads what lies there, a refusal that was taken away lets connections without "
        "TLS in, and a service that lost its statement stops delivering without an error"
    )
    remedy = "Leave policies of resources to relinfra; grant rights to roles with `services.KEY.permissions`"
    source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html"
    resources = (*ARGUMENTS,)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether its statements are declared."""
        return bool(resource.declared("grants"))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether they are those."""
        yield from grants_as_made(resource, ARGUMENTS[resource.kind], stack)

    def departures(self, resource: Resource, stack: Stack) -> Iterator[str]:
        """Yield the statements that were added, changed or taken away."""
        yield from departed_grants(resource, ARGUMENTS[resource.kind], stack)


check = ResourceAdmitsAsMade()
