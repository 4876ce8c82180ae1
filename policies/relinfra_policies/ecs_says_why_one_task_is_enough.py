"""One task is an outage at each failure of its host or zone: that needs a reason, and somebody who gave it."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

FEWEST = 2


class EcsSaysWhyOneTaskIsEnough(StackRule):
    """A service, or a schedule of it, runs two tasks or more, or the matrix says why one, or none, is enough."""

    policy = "CKV_RELINFRA_60"
    group = "deployment"
    title = "A service must run two tasks or more at all times, unless the reason for fewer is declared"
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = "With one task every replacement, and every loss of a zone, is an outage"
    remedy = "Raise `scaling.min`, or give the reason in `scaling.singleton`"
    source = "https://docs.aws.amazon.com/wellarchitected/latest/framework/rel10-bp01.html"
    resources = ("aws_ecs_service", "aws_appautoscaling_scheduled_action")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether tasks are counted, and serve: what stands by for another region serves nobody yet."""
        if resource.kind == "aws_ecs_service":
            return resource.text("scheduling_strategy") != "DAEMON" and not resource.declared("stands_by")
        namespace = resource.text("service_namespace")
        return namespace == "ecs" or is_expression(namespace)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether there are two, or a reason."""
        reasoned = bool(str(resource.declared("singleton") or "").strip())
        bounds = resource.block("scalable_target_action") if resource.kind != "aws_ecs_service" else resource
        for name in ("desired_count", "min_capacity", "max_capacity"):
            if bounds.value(name) is not None:
                yield reasoned or (bounds.number(name) or 0) >= FEWEST


check = EcsSaysWhyOneTaskIsEnough()
