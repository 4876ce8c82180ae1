"""Denials for pipeline roles, which hold whatever policies they are given later."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from relinfra_constructs.account.environment_access import EnvironmentAccess
from relinfra_constructs.account.name_space import balancing_names, siblings_names
from relinfra_constructs.iam import Conditions, Statement

__all__ = ["FOUNDATION", "foreign_objects_refusal", "foundation_refusal", "sibling_refusal"]

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
_WRITE_OBJECT = (
    "s3:AbortMultipartUpload",
    "s3:DeleteObject*",
    "s3:PutObject*",
    "s3:ReplicateDelete",
    "s3:ReplicateObject",
    "s3:RestoreObject",
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
_REMOVE_IMAGES = (
    "ecr:BatchDeleteImage",
    "ecr:Delete*",
    "ecr:PutImage*",
    "ecr:PutLifecyclePolicy",
    "ecr:SetRepositoryPolicy",
)
"""What takes images away, writes over their tags, or lets somebody else do so."""


def foundation_refusal(access: EnvironmentAccess) -> list[Statement]:
    """Refuse to change what limits the role: its own rights, GitHub's trust, and where state and evidence lie."""
    own = [access.iam(f"role/{name}") for name in (access.plan_role_name, access.apply_role_name)]
    names = [access.limits_name, *([access.siblings_name] if access.siblings else [])]
    policies = [access.boundary_arn, *(access.iam(f"policy/{name}") for name in names)]
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
        *_repository_refusal(access),
    ]


def _repository_refusal(access: EnvironmentAccess) -> list[Statement]:
    if not access.guarded_repositories:
        return []
    repositories = sorted(access.guarded_repositories)
    return [Statement(sid="DenyImages", effect="Deny", actions=_REMOVE_IMAGES, resources=repositories)]


def foreign_objects_refusal(access: EnvironmentAccess, written: Sequence[str]) -> Statement:
    """Refuse to write S3 objects but the environment's own and `written`: its states, their locks, its evidence."""
    own = access.placement.global_arn("s3", f"{access.name}-*")
    return Statement(sid="DenyForeignObjects", effect="Deny", actions=_WRITE_OBJECT, except_resources=[own, *written])


def sibling_refusal(access: EnvironmentAccess, services: Collection[str] | None = None) -> list[Statement]:
    """Refuse to touch resources of other environments in the account: by name, by tag, and passwords by their owner.

    `services` are the prefixes of those that are allowed at all; of others no name has to be refused.
    """
    if not access.siblings:
        return []
    databases = access.placement.anybody_arn("rds", "{kind}:{name}-*")
    tags = {"aws:ResourceTag/environment": sorted(access.siblings), "aws:ResourceTag/project": access.project}
    return [
        _never("DenySiblings", ["*"], {"StringEquals": tags}),
        Statement(
            sid="DenySiblingsByName",
            effect="Deny",
            actions=["*"],
            resources=[
                *siblings_names(access.placement, access.sibling_names, services),
                *(
                    access.placement.anybody_arn("elasticloadbalancing", name)
                    for name in balancing_names(access.sibling_short_names)
                ),
            ],
        ),
        # RDS names the secrets it keeps after nothing; it tags them with the database.
        *(
            _never(
                f"DenySiblings{tag}",
                ["secretsmanager:*"],
                {
                    "ArnLike": {
                        f"aws:ResourceTag/aws:rds:primaryDB{tag}Arn": [
                            databases.replace("{kind}", kind).replace("{name}", name) for name in access.sibling_names
                        ]
                    }
                },
            )
            for tag, kind in (("Instance", "db"), ("Cluster", "cluster"))
        ),
    ]


def _never(sid: str, actions: Sequence[str], conditions: Conditions) -> Statement:
    return Statement(sid=sid, effect="Deny", actions=actions, resources=["*"], conditions=conditions)
