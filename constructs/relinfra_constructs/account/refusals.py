"""What a pipeline role must never do, whatever policies it is given later."""

from __future__ import annotations

from relinfra_constructs.account.environment_access import EnvironmentAccess
from relinfra_constructs.iam import Statement

__all__ = ["FOUNDATION", "foundation_refusal", "sibling_refusal"]

FOUNDATION = "bootstrap"
"""The `component` that resources of the bootstrap are tagged with."""

_RECONFIGURE_BUCKET = (
    "s3:BypassGovernanceRetention",
    "s3:DeleteBucket*",
    "s3:DeleteObjectVersion",
    "s3:PutBucket*",
    "s3:PutEncryptionConfiguration",
    "s3:PutLifecycleConfiguration",
    "s3:PutObjectLegalHold",
    "s3:PutObjectRetention",
    "s3:PutReplicationConfiguration",
)
_SPOIL_KEY = (
    "kms:CreateGrant",
    "kms:Delete*",
    "kms:Disable*",
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:Update*",
)


def foundation_refusal(access: EnvironmentAccess) -> list[Statement]:
    """Refuse to change what limits the role: its own rights, GitHub's trust, and where state and evidence lie."""
    own = [access.iam(f"role/{name}") for name in (access.plan_role_name, access.apply_role_name)]
    policies = [access.boundary_arn, access.iam(f"policy/{access.limits_name}")]
    buckets = [arn for bucket in access.guarded_buckets for arn in (bucket, f"{bucket}/*")]
    return [
        Statement(
            sid="DenyOwnRights",
            effect="Deny",
            actions=["iam:*"],
            resources=[*own, *policies, access.iam("oidc-provider/*")],
        ),
        # Without its boundary a role could be given every right.
        Statement(
            sid="DenyUnbinding",
            effect="Deny",
            actions=["iam:DeleteRolePermissionsBoundary"],
            resources=["*"],
        ),
        Statement(sid="DenyFoundations", effect="Deny", actions=_RECONFIGURE_BUCKET, resources=buckets),
        Statement(
            sid="DenyFoundationKeys",
            effect="Deny",
            actions=_SPOIL_KEY,
            resources=["*"],
            conditions={"StringEquals": {"aws:ResourceTag/component": FOUNDATION}},
        ),
    ]


def sibling_refusal(access: EnvironmentAccess) -> list[Statement]:
    """Refuse to touch resources of other environments in the account, as far as AWS knows their tags."""
    if not access.siblings:
        return []
    return [
        Statement(
            sid="DenySiblings",
            effect="Deny",
            actions=["*"],
            resources=["*"],
            conditions={
                "StringEquals": {
                    "aws:ResourceTag/environment": sorted(access.siblings),
                    "aws:ResourceTag/project": access.project,
                }
            },
        )
    ]
