"""Permissions to create, change and destroy the stacks of one environment."""

from __future__ import annotations

from relinfra_constructs.account.environment_access import EnvironmentAccess
from relinfra_constructs.account.name_space import OWN, balancing_names
from relinfra_constructs.iam import Statement

__all__ = ["deploy_permissions"]

_BY_REGION = (
    "acm:AddTagsToCertificate",
    "acm:DeleteCertificate",
    "acm:RemoveTagsFromCertificate",
    "acm:RequestCertificate",
    "acm:UpdateCertificateOptions",
    "application-autoscaling:*",
    "backup-storage:MountCapsule",
    "backup:*BackupPlan",
    "backup:*BackupSelection",
    "backup:TagResource",
    "backup:UntagResource",
    "ec2:*Address*",
    "ec2:*FlowLogs",
    "ec2:*InternetGateway*",
    "ec2:*NatGateway*",
    "ec2:*Route*",
    "ec2:*SecurityGroup*",
    "ec2:*Subnet*",
    "ec2:*Tags",
    "ec2:*Vpc*",
    "ecs:DeregisterTaskDefinition",
    "kms:*Alias",
    "kms:*KeyRotation*",
    "kms:CancelKeyDeletion",
    "kms:CreateKey",
    "kms:PutKeyPolicy",
    "kms:ReplicateKey",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateKeyDescription",
    "logs:*LogDelivery*",
    "logs:*ResourcePolicy",
    # ECS itself makes the services of a namespace, by its linked role.
    "servicediscovery:CreateHttpNamespace",
    "servicediscovery:DeleteNamespace",
    "servicediscovery:TagResource",
    "servicediscovery:UntagResource",
    "servicediscovery:UpdateHttpNamespace",
    "synthetics:*",
    "xray:*Group",
    "xray:*SamplingRule",
)
"""Actions on resources that AWS names itself, or that take no resource: limited to the environment's regions."""

_LINKED = ("backup", "ecs", "ecs.application-autoscaling", "elasticloadbalancing", "rds", "replication.ecr", "wafv2")
_OWN_SECRETS = (
    "secretsmanager:CreateSecret",
    "secretsmanager:DeleteSecret",
    "secretsmanager:PutSecretValue",
    "secretsmanager:RemoveRegionsFromReplication",
    "secretsmanager:ReplicateSecretToRegions",
    "secretsmanager:RestoreSecret",
    "secretsmanager:TagResource",
    "secretsmanager:UntagResource",
    "secretsmanager:UpdateSecret",
    "secretsmanager:UpdateSecretVersionStage",
)
"""What the life of a secret takes, but for reading it."""
_HEALTH_CHECKS = (
    "route53:ChangeTagsForResource",
    "route53:DeleteHealthCheck",
    "route53:GetHealthCheck",
    "route53:ListTagsForResource",
    "route53:UpdateHealthCheck",
)
_ROLE_LIFE = ("iam:DeleteRole", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole*")
_ROLE_RIGHTS = (
    "iam:AttachRolePolicy",
    "iam:CreateRole",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
)


def deploy_permissions(access: EnvironmentAccess) -> list[Statement]:
    """Return what the apply role may change: by name where ARNs carry names, by region where they do not."""
    own = [_master_passwords(access)] if access.keeps_master_passwords else []
    return [*_services(access), *_keys_and_secrets(access), *own, *_roles(access), *_dns(access)]


def _services(access: EnvironmentAccess) -> list[Statement]:
    here = access.placement
    own = [arn for service, names in OWN.items() for arn in access.anywhere(service, *names)]
    own += access.anywhere("elasticloadbalancing", *balancing_names(access.short_names))
    further = [f"{service}:*" for service in sorted(access.further_services)]
    return [
        Statement(
            sid="OwnByName",
            actions=[*(f"{service}:*" for service in OWN), "budgets:*", "s3:*"],
            resources=[
                *own,
                here.account_arn("budgets", f"budget/{access.name}-*"),
                here.global_arn("s3", f"{access.name}-*"),
            ],
        ),
        Statement(
            sid="OwnByRegion",
            actions=[*_BY_REGION, *further],
            resources=["*"],
            conditions={"StringEquals": {"aws:RequestedRegion": sorted(access.regions)}},
        ),
    ]


def _keys_and_secrets(access: EnvironmentAccess) -> list[Statement]:
    users = ("backup", "lambda", "rds", "s3", "secretsmanager")
    return [
        # RDS makes the master user's secret with the rights of whoever creates the database.
        Statement(
            sid="DatabaseSecrets",
            actions=["secretsmanager:CreateSecret", "secretsmanager:RotateSecret", "secretsmanager:TagResource"],
            resources=access.anywhere("secretsmanager", "secret:rds!*"),
        ),
        Statement(
            sid="KeysThroughServices",
            actions=["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*"],
            resources=access.anywhere("kms", "key/*"),
            conditions={"StringEquals": {"kms:ViaService": access.through(*users)}},
        ),
    ]


def _master_passwords(access: EnvironmentAccess) -> Statement:
    return Statement(
        sid="MasterPasswords",
        actions=list(_OWN_SECRETS),
        resources=access.anywhere("secretsmanager", f"secret:{access.name}-*-master-*"),
    )


def _roles(access: EnvironmentAccess) -> list[Statement]:
    names = sorted(access.placement.service_principal(service) for service in _LINKED)
    return [
        Statement(
            sid="BoundRoles",
            actions=_ROLE_RIGHTS,
            resources=[access.workload_roles],
            conditions={"StringEquals": {"iam:PermissionsBoundary": access.boundary_arn}},
        ),
        Statement(sid="OwnRoles", actions=_ROLE_LIFE, resources=[access.workload_roles]),
        Statement(
            sid="ServiceLinkedRoles",
            actions=["iam:CreateServiceLinkedRole"],
            resources=[access.iam("role/aws-service-role/*")],
            conditions={"StringEquals": {"iam:AWSServiceName": names}},
        ),
    ]


def _dns(access: EnvironmentAccess) -> list[Statement]:
    if not access.domains:
        return []
    records = sorted(name for domain in access.domains for name in (domain, f"_*.{domain}"))
    checks = _health_checks(access) if access.checks_health else []
    return [
        # The zone's id is known to AWS only; the records' names are known here, certificate validation included.
        Statement(
            sid="OwnRecords",
            actions=["route53:ChangeResourceRecordSets"],
            resources=[access.placement.global_arn("route53", "hostedzone/*")],
            conditions={"ForAllValues:StringLike": {"route53:ChangeResourceRecordSetsNormalizedRecordNames": records}},
        ),
        *checks,
    ]


def _health_checks(access: EnvironmentAccess) -> list[Statement]:
    # They have ids of AWS's own, no names, and no keys of conditions.
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonroute53.html
    made = access.placement.global_arn("route53", "healthcheck/*")
    return [
        Statement(sid="NewHealthChecks", actions=["route53:CreateHealthCheck"], resources=["*"]),
        Statement(sid="HealthChecks", actions=list(_HEALTH_CHECKS), resources=[made]),
    ]
