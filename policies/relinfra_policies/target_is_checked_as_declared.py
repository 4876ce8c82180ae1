"""A check of another path, or a drain of another length, judges what nobody meant."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

TRAFFIC = "traffic-port"


class TargetIsCheckedAsDeclared(StackRule):
    """Path, statuses and drain of a target group are the declared ones, on the port that gets the traffic."""

    policy = "CKV_RELINFRA_80"
    group = "traffic"
    title = "A target group must be checked and drained as declared, on the port that gets the traffic"
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = "A check of a page that is always there lets a broken version pass"
    remedy = "Set `health_check` and `drain_seconds` of the service"
    source = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html"
    resources = ("aws_lb_target_group",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the matrix declares how."""
        return resource.declared("path") is not None

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it is as declared."""
        checked = resource.block("health_check")
        yield (checked.text("path") or "/") == resource.declared("path")
        yield (checked.text("matcher") or "200") == resource.declared("success_codes")
        yield (checked.text("port") or TRAFFIC) == TRAFFIC
        yield resource.number("deregistration_delay") == resource.declared_number("drain_seconds", 300)


check = TargetIsCheckedAsDeclared()
