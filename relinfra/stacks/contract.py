"""The contract: values that the matrix declares of resources, written beside them for the policies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from relinfra.matrix import Shifting
from relinfra.stacks.services.openings import opened, openings_of
from relinfra_constructs.aws.batch import Batch
from relinfra_constructs.naming import terraform_name

if TYPE_CHECKING:
    from relinfra.matrix import Environment, Service
    from relinfra.stacks.stack import EnvironmentStack

__all__ = ["declare_contract"]

ALL = 100
"""Percent."""

Declared = Iterator[tuple[str, str, Mapping[str, Any]]]
"""A resource's type and name, and what is declared of it."""


def declare_contract(stacks: Iterable[EnvironmentStack], environment: Environment) -> None:
    """Write what `environment` declares into the comments of the resources in its stacks."""
    declared = {(kind, name): contract for kind, name, contract in _declared(environment)}
    logs = {"log_retention_days": environment.observability.log_retention_days}
    for stack in stacks:
        batch = Batch.of(stack)
        for address in batch.registered:
            kind, _, name = address.partition(".")
            contract = logs if kind == "aws_cloudwatch_log_group" else declared.get((kind, name))
            if contract:
                batch.declare(kind, name, contract)


def _declared(environment: Environment) -> Declared:
    for key, database in environment.databases.items():
        for kind in ("aws_db_instance", "aws_rds_cluster"):
            kept = {"backup_days": database.backup_days, "multi_az": database.multi_az}
            upgrade = {"major_upgrade": True} if database.upgrade_from else {}
            yield kind, terraform_name(key), {**kept, **upgrade}
    for key, bucket in environment.buckets.items():
        yield "aws_s3_bucket_versioning", terraform_name(key), {"versioning": bucket.versioning}
        if bucket.versioning:
            yield "aws_s3_bucket", terraform_name(key), {"copied": environment.disaster_recovery is not None}
            yield "aws_s3_bucket", terraform_name(f"{key}_replica"), {"replica_of": terraform_name(key)}
        days = {"expire_noncurrent_days": bucket.expire_noncurrent_days}
        yield "aws_s3_bucket_lifecycle_configuration", terraform_name(key), days
    yield "aws_sns_topic", "alerts", {"subscribers": len(environment.observability.notify)}
    yield from _of_services(environment)


def _of_services(environment: Environment) -> Declared:
    for key, service in environment.services.items():
        name, scaling = terraform_name(key), service.scaling
        tasks = {"min_tasks": scaling.min, "max_tasks": scaling.max}
        yield "aws_appautoscaling_target", name, tasks
        shifting = service.deployment if isinstance(service.deployment, Shifting) else None
        bake = {"bake_minutes": shifting.bake_minutes} if shifting else {}
        yield "aws_ecs_service", name, {**tasks, **bake, **_spot(service)}
        for way in _ways_in(key, service):
            yield "aws_vpc_security_group_ingress_rule", way, {"way": True}
        if rollback := service.deployment.rollback:
            shared = {"evaluation_minutes": rollback.evaluation_minutes}
            errors = {"error_rate_percent": rollback.error_rate_percent}
            slow = {"p95_latency_ms": rollback.p95_latency_ms}
            yield "aws_cloudwatch_metric_alarm", f"{name}_rollback_5xx", {**shared, **errors}
            yield "aws_cloudwatch_metric_alarm", f"{name}_rollback_p95", {**shared, **slow}


def _ways_in(key: str, service: Service) -> Iterator[str]:
    """Yield the Terraform names of rules that let somebody else in than a load balancer, as the matrix says."""
    for asked in openings_of(service):
        yield opened(asked).name(key)
        if asked.service:
            yield opened(asked, key).name(asked.service)
    for called in service.connect.to:
        yield terraform_name(called, "from", key)


def _spot(service: Service) -> Mapping[str, Any]:
    mix = service.capacity
    return {"spot_alone": True} if mix and not mix.on_demand_base and mix.spot_percent == ALL else {}
