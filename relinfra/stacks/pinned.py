"""Pins of a stack: what must not change between synthesis and plan."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["pinned"]

_PINNED: Mapping[str, tuple[str, ...]] = {
    "aws_appautoscaling_target": ("min_capacity", "max_capacity"),
    "aws_budgets_budget": ("limit_amount",),
    "aws_cloudwatch_log_group": ("retention_in_days",),
    "aws_cloudwatch_metric_alarm": ("threshold", "evaluation_periods", "treat_missing_data"),
    "aws_codedeploy_deployment_group": (
        "alarm_configuration.enabled",
        "auto_rollback_configuration.enabled",
        "blue_green_deployment_config.terminate_blue_instances_on_deployment_success.termination_wait_time_in_minutes",
        "deployment_config_name",
    ),
    "aws_db_instance": (
        "backup_retention_period",
        "deletion_protection",
        "instance_class",
        "multi_az",
        "publicly_accessible",
        "storage_encrypted",
    ),
    "aws_db_instance_automated_backups_replication": ("retention_period",),
    "aws_ecs_service": (
        "alarms.rollback",
        "deployment_circuit_breaker.rollback",
        "deployment_configuration.bake_time_in_minutes",
        "deployment_configuration.strategy",
        "enable_execute_command",
    ),
    "aws_ecs_task_definition": ("cpu", "memory"),
    "aws_kms_key": ("deletion_window_in_days", "enable_key_rotation"),
    "aws_lb": ("drop_invalid_header_fields", "enable_deletion_protection", "internal"),
    "aws_lb_listener": ("port", "protocol", "ssl_policy"),
    "aws_rds_cluster": (
        "backup_retention_period",
        "deletion_protection",
        "serverlessv2_scaling_configuration.max_capacity",
        "serverlessv2_scaling_configuration.min_capacity",
        "storage_encrypted",
    ),
    "aws_rds_cluster_instance": ("instance_class", "publicly_accessible"),
    "aws_s3_bucket_public_access_block": (
        "block_public_acls",
        "block_public_policy",
        "ignore_public_acls",
        "restrict_public_buckets",
    ),
    "aws_s3_bucket_versioning": ("versioning_configuration.status",),
    "aws_vpc": ("cidr_block",),
}
"""Arguments that decide what a release rests on: capacity, durability, exposure, rollback."""


def pinned(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield a condition, and what to say where it fails, for each such argument that the stack states."""
    for terraform_type, resources in sorted(body.get("resource", {}).items()):
        for name, resource in sorted(resources.items()):
            if not {"count", "for_each"} & resource.keys():
                for path in _PINNED.get(terraform_type, ()):
                    yield from _pinned(f"{terraform_type}.{name}", path, resource)


def _pinned(address: str, path: str, resource: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    *blocks, argument = path.split(".")
    found: Any = resource
    for block in blocks:
        found = found.get(block, {})
        found = (found[0] if found else {}) if isinstance(found, list) else found
    value = found.get(argument)
    if isinstance(value, bool | int | float) or (isinstance(value, str) and "${" not in value and "%{" not in value):
        place = ".".join([address, *(f"{block}[0]" for block in blocks), argument])
        literal = json.dumps(value, ensure_ascii=False)
        yield f"${{{place} == {literal}}}", f"{place} must be {literal}, as it was synthesized."
