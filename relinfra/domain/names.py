"""Names composed from several keys, in one place for those who check, those who create and those who read.

Constructs append suffixes of their own to the names they are given; a test compares those with the ones measured here.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "Measured",
    "access_logs_name",
    "alternate_group_name",
    "apply_role_name",
    "audit_bucket_name",
    "bucket_name",
    "copies_plan_name",
    "deployment_output",
    "evidence_bucket_name",
    "image_tag_variable",
    "infrastructure_role_name",
    "load_balancer_logs_name",
    "member_name",
    "migration_name",
    "migration_output",
    "migration_role_name",
    "monitoring_role_name",
    "plan_role_name",
    "recovery_prefix",
    "replica_name",
    "replication_role_name",
]

_LIMITS = {
    "IAM role": 64,  # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    "backup plan": 50,  # https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupPlanInput.html
    "bucket": 63,  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    "cluster": 60,  # 63 as of an instance; instances are called after their cluster, with up to three letters more
    "database": 63,  # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html
    "load balancer": 32,  # https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
    "target group": 32,  # https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
}


@dataclass(frozen=True)
class Measured:
    """A name in AWS, and what it is the name of: a `kind` such as `IAM role`."""

    kind: str
    text: str

    @property
    def limit(self) -> int:
        """The number of characters that AWS takes."""
        return _LIMITS[self.kind]

    @property
    def fits(self) -> bool:
        """Whether AWS takes it."""
        return len(self.text) <= self.limit


def member_name(prefix: str, key: str) -> str:
    """Return the name of a service or database: `shop-production-web`."""
    return f"{prefix}-{key}"


def recovery_prefix(prefix: str, region: str) -> str:
    """Return what names begin with that stand ready in a recovery region: `shop-production-us-west-2`."""
    return f"{prefix}-{region}"


def bucket_name(prefix: str, key: str, account: str) -> str:
    """Return the name of a bucket, unique among all of AWS by its account: `shop-production-assets-2222…`."""
    return f"{prefix}-{key}-{account}"


def replica_name(prefix: str, key: str, account: str) -> str:
    """Return the name of a bucket's copy in the recovery region: `shop-production-assets-replica-2222…`."""
    return bucket_name(prefix, f"{key}-replica", account)


def access_logs_name(prefix: str, account: str) -> str:
    """Return the name of the bucket that records who reached the others: `shop-production-access-logs-2222…`."""
    return bucket_name(prefix, "access-logs", account)


def load_balancer_logs_name(prefix: str, account: str) -> str:
    """Return the name of the bucket of a load balancer's logs: `shop-production-load-balancer-logs-2222…`."""
    return bucket_name(prefix, "load-balancer-logs", account)


def evidence_bucket_name(project: str, account: str) -> str:
    """Return the name of the bucket of release evidence: `shop-evidence-2222…`."""
    return bucket_name(project, "evidence", account)


def audit_bucket_name(project: str, account: str) -> str:
    """Return the name of the bucket that records who reached state and evidence: `shop-audit-2222…`."""
    return bucket_name(project, "audit", account)


def alternate_group_name(member: str) -> str:
    """Return the name of the target group that traffic moves to: `shop-production-web-alt`."""
    return f"{member}-alt"


def infrastructure_role_name(member: str) -> str:
    """Return the name of the role in which ECS moves traffic: `shop-production-web-infrastructure`."""
    return f"{member}-infrastructure"


def migration_name(member: str) -> str:
    """Return the name of what a release runs once for a service, or for an environment: `shop-production-migration`."""
    return f"{member}-migration"


def migration_role_name(member: str) -> str:
    """Return the name of the role that starts a migration: `shop-production-web-migration-execution`."""
    return f"{migration_name(member)}-execution"


def monitoring_role_name(member: str) -> str:
    """Return the name of the role in which RDS reports on a database: `shop-production-main-monitoring`."""
    return f"{member}-monitoring"


def replication_role_name(member: str) -> str:
    """Return the name of the role in which S3 copies a bucket: `shop-production-assets-replication`."""
    return f"{member}-replication"


def copies_plan_name(member: str) -> str:
    """Return the name of the plan that copies the snapshots of a cluster: `shop-production-main-copies`."""
    return f"{member}-copies"


def plan_role_name(prefix: str) -> str:
    """Return the name of the role that previews an environment: `shop-production-plan`."""
    return f"{prefix}-plan"


def apply_role_name(prefix: str) -> str:
    """Return the name of the role that deploys into an environment: `shop-production-apply`."""
    return f"{prefix}-apply"


def migration_output(key: str) -> str:
    """Return the Terraform output that says how a service's migration is run: `web_migration`."""
    return _of_service(key, "migration")


def deployment_output(key: str) -> str:
    """Return the Terraform output that says how CodeDeploy deploys a service: `web_deployment`."""
    return _of_service(key, "deployment")


def image_tag_variable(key: str) -> str:
    """Return the Terraform variable that says which version of a service's image runs: `web_image_tag`."""
    return _of_service(key, "image_tag")


def _of_service(key: str, what: str) -> str:
    return f"{key.replace('-', '_')}_{what}"
