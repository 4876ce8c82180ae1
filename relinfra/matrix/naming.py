"""Physical names composed from several keys, in one place for those who check and those who create."""

from __future__ import annotations

__all__ = [
    "audit_bucket_name",
    "bucket_name",
    "evidence_bucket_name",
    "load_balancer_logs_name",
    "member_name",
    "recovery_prefix",
    "replica_name",
]


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


def load_balancer_logs_name(prefix: str, account: str) -> str:
    """Return the name of the bucket of a load balancer's logs: `shop-production-load-balancer-logs-2222…`."""
    return bucket_name(prefix, "load-balancer-logs", account)


def evidence_bucket_name(project: str, account: str) -> str:
    """Return the name of the bucket of release evidence: `shop-evidence-2222…`."""
    return bucket_name(project, "evidence", account)


def audit_bucket_name(project: str, account: str) -> str:
    """Return the name of the bucket that records who reached state and evidence: `shop-audit-2222…`."""
    return bucket_name(project, "audit", account)
