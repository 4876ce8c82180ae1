"""Names composed from several keys, in one place for those who check, those who create and those who read.

Constructs append suffixes of their own to the names they are given; a test compares those with the ones measured here.
A name that AWS would find too long gets a short form: its beginning and a digest of the whole, so that it stays as it
is and no other has it. The beginning says whose it is, since what a role may touch is told by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

__all__ = [
    "Measured",
    "access_logs_name",
    "alternate_group_name",
    "apply_role_name",
    "audit_bucket_name",
    "bucket_name",
    "copies_name",
    "copies_plan_name",
    "copies_vault_name",
    "database_name",
    "deployment_output",
    "evidence_bucket_name",
    "fitted",
    "flow_logs_role_name",
    "image_tag_variable",
    "images_name",
    "infrastructure_role_name",
    "load_balancer_logs_name",
    "load_balancer_name",
    "member_name",
    "migration_name",
    "migration_output",
    "migration_role_name",
    "migration_task_name",
    "monitoring_role_name",
    "plan_role_name",
    "push_role_name",
    "recovery_prefix",
    "replica_name",
    "replication_role_name",
    "service_name",
    "short_prefix",
    "snapshot_variable",
    "snapshots_name",
    "synthetics_bucket_name",
    "target_group_name",
    "terraform_name",
    "vaults_prefix",
    "weekly_vault_name",
]

_DIGEST = 8
_SHORT_PREFIX = 15
_ACCOUNT = 12
_EXECUTION, _INFRASTRUCTURE, _MONITORING, _WEEKLY, _COPIES, _EVENT = (
    "-execution",
    "-infrastructure",
    "-monitoring",
    "-weekly",
    "-copies",
    "-event",
)

_LIMITS = {
    "IAM role": 64,  # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    "backup vault": 50,  # https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html
    "backup plan": 50,  # https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupPlanInput.html
    "bucket": 63,  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    "cluster": 60,  # 63 as of an instance; instances are called after their cluster, with up to three letters more
    "database": 63,  # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html
    "load balancer": 32,  # https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
    "target group": 32,  # https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
}


@dataclass(frozen=True)
class Measured:
    """A name in AWS, what it is the name of (a `kind` such as `IAM role`), and how it has to begin."""

    kind: str
    text: str
    start: str = ""

    @property
    def limit(self) -> int:
        """The number of characters that AWS takes."""
        return _LIMITS[self.kind]

    @property
    def fits(self) -> bool:
        """Whether AWS takes it, and it says whose it is."""
        return len(self.text) <= self.limit and self.text.startswith(self.start)


def fitted(text: str, limit: int) -> str:
    """Return `text` where AWS takes so many characters, else its beginning and a digest: `shop-pro-3f5a9c01`."""
    if len(text) <= limit:
        return text
    digest = sha256(text.encode()).hexdigest()[:_DIGEST]
    return f"{text[: limit - _DIGEST - 1].rstrip('-')}-{digest}"


def short_prefix(prefix: str, chosen: str | None) -> str:
    """Return what begins names of 32 characters that the whole prefix has no room in: what was chosen, or a digest."""
    return chosen or fitted(prefix, _SHORT_PREFIX)


def load_balancer_name(prefix: str, short: str) -> str:
    """Return the name of an environment's load balancer: `shop-production`."""
    return prefix if len(prefix) <= _LIMITS["load balancer"] else short


def target_group_name(prefix: str, short: str, key: str) -> str:
    """Return the name of the target group of a service, whatever its strategy: `shop-production-web`."""
    name, limit = member_name(prefix, key), _LIMITS["target group"]
    return name if len(name) <= limit else fitted(member_name(short, key), limit)


def service_name(prefix: str, key: str) -> str:
    """Return the name of a service, which begins those of its roles: `shop-production-web`."""
    return fitted(member_name(prefix, key), _LIMITS["IAM role"] - len(_INFRASTRUCTURE))


def database_name(prefix: str, key: str) -> str:
    """Return the identifier of a database, which begins those of its readers and its role: `shop-production-main`."""
    return fitted(member_name(prefix, key), _LIMITS["IAM role"] - len(_MONITORING))


def vaults_prefix(prefix: str) -> str:
    """Return what begins the names of an environment's backup vaults: `shop-production`."""
    return fitted(prefix, _LIMITS["backup vault"] - len(_WEEKLY))


def weekly_vault_name(prefix: str) -> str:
    """Return the name of the vault of weekly snapshots: `shop-production-weekly`."""
    return f"{vaults_prefix(prefix)}{_WEEKLY}"


def copies_vault_name(prefix: str) -> str:
    """Return the name of the vaults of copied snapshots: `shop-production-copies`."""
    return f"{vaults_prefix(prefix)}{_COPIES}"


def flow_logs_role_name(prefix: str) -> str:
    """Return the name of the role in which a network records its traffic: `shop-production-flow-logs`."""
    return f"{prefix}-flow-logs"


def member_name(prefix: str, key: str) -> str:
    """Return the name of something of an environment, however long: `shop-production-web`."""
    return f"{prefix}-{key}"


def recovery_prefix(prefix: str, region: str) -> str:
    """Return what names begin with that stand ready in a recovery region: `shop-production-us-west-2`."""
    return f"{prefix}-{region}"


def bucket_name(prefix: str, key: str, account: str) -> str:
    """Return the name of a bucket, unique among all of AWS by its account: `shop-production-assets-2222…`."""
    return f"{fitted(member_name(prefix, key), _LIMITS['bucket'] - _ACCOUNT - 1)}-{account}"


def replica_name(prefix: str, key: str, account: str) -> str:
    """Return the name of a bucket's copy in the recovery region: `shop-production-assets-replica-2222…`."""
    return bucket_name(prefix, f"{key}-replica", account)


def access_logs_name(prefix: str, account: str) -> str:
    """Return the name of the bucket that records who reached the others: `shop-production-access-logs-2222…`."""
    return bucket_name(prefix, "access-logs", account)


def load_balancer_logs_name(prefix: str, account: str) -> str:
    """Return the name of the bucket of a load balancer's logs: `shop-production-load-balancer-logs-2222…`."""
    return bucket_name(prefix, "load-balancer-logs", account)


def synthetics_bucket_name(prefix: str, account: str) -> str:
    """Return the name of the bucket of checks from outside: `shop-production-synthetics-2222…`, since rights end so."""
    room = _LIMITS["bucket"] - len(f"-synthetics-{account}")
    return bucket_name(fitted(prefix, room), "synthetics", account)


def evidence_bucket_name(project: str, account: str) -> str:
    """Return the name of the bucket of release evidence: `shop-evidence-2222…`."""
    return bucket_name(project, "evidence", account)


def audit_bucket_name(project: str, account: str, region: str | None = None) -> str:
    """Return the name of the bucket that records who reached state and evidence: `shop-audit-2222…`.

    With a region, of that which records it of the states kept there for recovery.
    """
    return bucket_name(project, f"audit-{region}" if region else "audit", account)


def images_name(project: str) -> str:
    """Return the name of the keys of container images, an account and region each: `shop-images`."""
    return member_name(project, "images")


def push_role_name(project: str) -> str:
    """Return the name of the role that pushes images: `shop-images-push`."""
    return f"{images_name(project)}-push"


def alternate_group_name(member: str) -> str:
    """Return the name of the target group that traffic moves to: `shop-production-web-alt`."""
    return fitted(f"{member}-alt", _LIMITS["target group"])


def infrastructure_role_name(member: str) -> str:
    """Return the name of the role in which ECS moves traffic: `shop-production-web-infrastructure`."""
    return f"{member}{_INFRASTRUCTURE}"


def migration_name(member: str) -> str:
    """Return the name of what a release runs once for a service, or for an environment: `shop-production-migration`."""
    return f"{member}-migration"


def migration_task_name(prefix: str, key: str) -> str:
    """Return the name of what a release runs once for a service, which begins those of its roles."""
    return fitted(migration_name(member_name(prefix, key)), _LIMITS["IAM role"] - len(_EXECUTION))


def migration_role_name(task: str) -> str:
    """Return the name of the role that starts a migration: `shop-production-web-migration-execution`."""
    return f"{task}{_EXECUTION}"


def monitoring_role_name(member: str) -> str:
    """Return the name of the role in which RDS reports on a database: `shop-production-main-monitoring`."""
    return f"{member}{_MONITORING}"


def replication_role_name(member: str) -> str:
    """Return the name of the role in which S3 copies a bucket: `shop-production-assets-replication`."""
    return fitted(f"{member}-replication", _LIMITS["IAM role"])


def copies_name(prefix: str) -> str:
    """Return the name of what measures copies elsewhere, which begins those of its roles: `shop-production-copies`."""
    return fitted(f"{prefix}{_COPIES}", _LIMITS["IAM role"] - len(_EVENT))


def snapshots_name(prefix: str) -> str:
    """Return the name of what measures weekly snapshots, and begins those of its roles: `shop-production-snapshots`."""
    return fitted(f"{prefix}-snapshots", _LIMITS["IAM role"] - len(_EVENT))


def copies_plan_name(member: str) -> str:
    """Return the name of the plan that copies the snapshots of a cluster: `shop-production-main-copies`."""
    return fitted(f"{member}{_COPIES}", _LIMITS["backup plan"])


def plan_role_name(prefix: str) -> str:
    """Return the name of the role that previews an environment: `shop-production-plan`."""
    return f"{prefix}-plan"


def apply_role_name(prefix: str) -> str:
    """Return the name of the role that deploys into an environment: `shop-production-apply`."""
    return f"{prefix}-apply"


def terraform_name(key: str) -> str:
    """Return a key of the matrix as Terraform and the ids of facts have it, which is without hyphens: `api_gateway`."""
    return key.replace("-", "_")


def migration_output(key: str) -> str:
    """Return the Terraform output that says how a service's migration is run: `web_migration`."""
    return _of_service(key, "migration")


def deployment_output(key: str) -> str:
    """Return the Terraform output that says how CodeDeploy deploys a service: `web_deployment`."""
    return _of_service(key, "deployment")


def image_tag_variable(key: str) -> str:
    """Return the Terraform variable that says which version of a service's image runs: `web_image_tag`."""
    return _of_service(key, "image_tag")


def snapshot_variable(key: str) -> str:
    """Return the Terraform variable that names the snapshot a database is restored from: `main_snapshot_arn`."""
    return f"{terraform_name(key)}_snapshot_arn"


def _of_service(key: str, what: str) -> str:
    return f"{terraform_name(key)}_{what}"
