"""Strength of attributes: whether one environment has at least as much of something as another."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.path import Step
from relinfra.evidence.resource import Resource

__all__ = ["AVAILABILITY", "SECURITY", "Kind"]

Holds = Callable[[Attribute | None, Attribute | None], bool]
"""Whether the second environment has at least what the first has."""


@dataclass(frozen=True)
class Kind:
    """A type of resource: whether the second environment needs each that the first has, and what may not shrink."""

    present: bool = False
    attributes: tuple[tuple[tuple[Step, ...], Holds], ...] = ()

    def weaker(self, first: Resource, second: Resource) -> tuple[str, ...]:
        """Return the attributes of which the second resource has less."""
        compared = ((path, holds, first.at(*path), second.at(*path)) for path, holds in self.attributes)
        return tuple(
            ".".join(map(str, path))
            for path, holds, was, now in compared
            if not (_computed(was) or _computed(now) or holds(was, now))
        )


def _computed(value: Attribute | None) -> bool:
    return isinstance(value.value, str) and "${" in value.value if value else False


def _at_least(first: Attribute | None, second: Attribute | None) -> bool:
    return _number(second) >= _number(first)


def _number(value: Attribute | None) -> float:
    found = value.number if value else None
    return found if found is not None else 0


def _days(first: Attribute | None, second: Attribute | None) -> bool:
    """Compare days that logs are kept: 0, and none said, is for ever."""
    return (_number(second) or float("inf")) >= (_number(first) or float("inf"))


def _many(first: Attribute | None, second: Attribute | None) -> bool:
    return _length(second) >= _length(first)


def _length(value: Attribute | None) -> int:
    return len(value.value) if value and isinstance(value.value, list) else 0


def _on(first: Attribute | None, second: Attribute | None) -> bool:
    return bool(second and second.flag) or not (first and first.flag)


def _off(first: Attribute | None, second: Attribute | None) -> bool:
    return not (second and second.flag) or bool(first and first.flag)


def _enabled(first: Attribute | None, second: Attribute | None) -> bool:
    return (second.text if second else "") == "Enabled" or (first.text if first else "") != "Enabled"


def _tls(first: Attribute | None, second: Attribute | None) -> bool:
    """Compare policies of TLS by the lowest version that they allow, and by their ciphers.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
    """
    return _grade(second) >= _grade(first)


def _grade(policy: Attribute | None) -> tuple[int, int]:
    name = policy.text if policy else ""
    found = re.search(r"-1-([0-3])(?!\d)", name)
    return (int(found[1]) if found else 0, "Res" in name) if name else (-1, 0)


_DATABASE = (
    (("backup_retention_period",), _at_least),
    (("deletion_protection",), _on),
    (("skip_final_snapshot",), _off),
)
_SECURED = (
    (("storage_encrypted",), _on),
    (("iam_database_authentication_enabled",), _on),
    (("publicly_accessible",), _off),
)
_BLOCKED = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")

AVAILABILITY: Mapping[str, Kind] = {
    "aws_ecs_service": Kind(
        attributes=(
            (("desired_count",), _at_least),
            (("network_configuration", "subnets"), _many),
        )
    ),
    "aws_appautoscaling_target": Kind(
        present=True, attributes=((("min_capacity",), _at_least), (("max_capacity",), _at_least))
    ),
    "aws_db_instance": Kind(attributes=((("multi_az",), _on), *_DATABASE)),
    "aws_rds_cluster": Kind(attributes=_DATABASE),
    "aws_rds_cluster_instance": Kind(present=True),
    "aws_lb": Kind(attributes=((("enable_deletion_protection",), _on), (("subnets",), _many))),
    "aws_subnet": Kind(present=True),
    "aws_nat_gateway": Kind(present=True),
    "aws_s3_bucket_versioning": Kind(present=True, attributes=((("versioning_configuration", "status"), _enabled),)),
    "aws_cloudwatch_metric_alarm": Kind(present=True),
    "aws_cloudwatch_composite_alarm": Kind(present=True),
    "aws_backup_plan": Kind(present=True),
    "aws_backup_selection": Kind(present=True),
}
"""What keeps an environment up, and brings it back."""

SECURITY: Mapping[str, Kind] = {
    "aws_db_instance": Kind(attributes=_SECURED),
    "aws_rds_cluster": Kind(attributes=_SECURED),
    "aws_lb_listener": Kind(attributes=((("ssl_policy",), _tls),)),
    "aws_wafv2_web_acl_association": Kind(present=True),
    "aws_networkfirewall_firewall": Kind(present=True),
    "aws_flow_log": Kind(present=True),
    "aws_cloudwatch_log_group": Kind(present=True, attributes=((("retention_in_days",), _days),)),
    "aws_kms_key": Kind(attributes=((("enable_key_rotation",), _on), (("deletion_window_in_days",), _at_least))),
    "aws_s3_bucket_public_access_block": Kind(present=True, attributes=tuple(((name,), _on) for name in _BLOCKED)),
    "aws_s3_bucket_server_side_encryption_configuration": Kind(present=True),
    "aws_s3_bucket_logging": Kind(present=True),
    "aws_secretsmanager_secret_rotation": Kind(present=True),
}
"""What keeps an environment closed, and tells who was there."""
