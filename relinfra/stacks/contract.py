"""The contract: values that the matrix declares of resources, written beside them for the policies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from relinfra.stacks.grant_contract import References, grant_contract
from relinfra.stacks.service_contract import Declared, service_contract
from relinfra.stacks.watch_contract import watch_contract
from relinfra_constructs.aws.batch import Batch
from relinfra_constructs.aws.resource import Resource
from relinfra_constructs.cdk import TerraformStack
from relinfra_constructs.naming import terraform_name

if TYPE_CHECKING:
    from relinfra.matrix import Environment
    from relinfra.stacks.stack import EnvironmentStack

__all__ = ["declare_contract", "declare_made"]


def declare_contract(
    stacks: Sequence[EnvironmentStack],
    environment: Environment,
    *,
    stands_by: bool = False,
    beside: Sequence[EnvironmentStack] = (),
) -> None:
    """Write what `environment` declares into the comments of the resources in its stacks.

    What `stands_by` for another region runs fewer tasks, and no name leads there before it takes over. `beside` them
    are the stacks that they may read.
    """
    references = References((*stacks, *beside))
    declared = {(kind, name): contract for kind, name, contract in _declared(environment, stands_by=stands_by)}
    logs = {"log_retention_days": environment.observability.log_retention_days}
    for stack in stacks:
        batch = Batch.of(stack)
        stack.declare(holds=batch.counted)
        for address, resource in batch.registered.items():
            kind, _, name = address.partition(".")
            contract = logs if kind == "aws_cloudwatch_log_group" else declared.get((kind, name), {})
            made = _made(kind, resource.body, references) if isinstance(resource, Resource) else {}
            if contract or made:
                batch.declare(kind, name, {**contract, **made})


def declare_made(stacks: Sequence[TerraformStack]) -> None:
    """Write what stacks that no environment declares anything of were made for into the comments of their resources."""
    references = References(stacks)
    for stack in stacks:
        batch = Batch.of(stack)
        for address, resource in batch.registered.items():
            kind, _, name = address.partition(".")
            if isinstance(resource, Resource) and (made := _made(kind, resource.body, references)):
                batch.declare(kind, name, made)


def _made(kind: str, body: Mapping[str, Any], references: References) -> Mapping[str, Any]:
    return {**watch_contract(kind, body), **grant_contract(body, references)}


def _declared(environment: Environment, *, stands_by: bool) -> Declared:
    for key, database in environment.databases.items():
        for kind in ("aws_db_instance", "aws_rds_cluster"):
            kept = {"backup_days": database.backup_days, "multi_az": database.multi_az}
            upgrade = {"major_upgrade": True} if database.upgrade_from else {}
            weekly = {"weekly_snapshots_kept": number} if (number := database.weekly_snapshots_kept) else {}
            yield kind, terraform_name(key), {**kept, **upgrade, **weekly}
    for key, bucket in environment.buckets.items():
        yield "aws_s3_bucket_versioning", terraform_name(key), {"versioning": bucket.versioning}
        if bucket.versioning:
            yield "aws_s3_bucket", terraform_name(key), {"copied": environment.disaster_recovery is not None}
            yield "aws_s3_bucket", terraform_name(f"{key}_replica"), {"replica_of": terraform_name(key)}
        days: dict[str, Any] = {"expire_noncurrent_days": bucket.expire_noncurrent_days}
        days |= {"expire_days": bucket.expire_days} if bucket.expire_days else {}
        yield "aws_s3_bucket_lifecycle_configuration", terraform_name(key), days
        if lock := bucket.object_lock:
            held = {"lock_mode": lock.mode.upper(), "lock_days": lock.days}
            yield "aws_s3_bucket_object_lock_configuration", terraform_name(key), held
    yield from _of_alerts(environment)
    for key, service in environment.services.items():
        yield from service_contract(terraform_name(key), key, service, environment, stands_by=stands_by)


def _of_alerts(environment: Environment) -> Declared:
    told = environment.observability.notify
    yield "aws_sns_topic", "alerts", {"subscribers": len(told)}
    for number, address in enumerate(told, start=1):
        yield "aws_sns_topic_subscription", f"alerts_{number}", {"endpoint": address}
    if budget := environment.budget:
        limits = {"monthly_usd": budget.monthly_usd, "alert_at_percent": list(budget.alert_at_percent)}
        yield "aws_budgets_budget", "monthly", limits
