"""One task is an outage waiting for a zone."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

ZONES = 2


class EcsRunsAsManyAsDeclared(StackRule):
    """A service starts as many tasks as declared, two where nothing is, in two zones or more.

    ECS spreads them over the zones by itself: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html.
    """

    policy = "CKV_RELINFRA_19"
    group = "deployment"
    title = "An ECS service must run the declared number of tasks, by default two, in two subnets or more"
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = "One task is an outage waiting for a zone"
    remedy = "Raise `scaling.min`, and `network.azs`"
    source = "https://docs.aws.amazon.com/wellarchitected/latest/framework/rel10-bp01.html"
    resources = ("aws_ecs_service",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it runs tasks that scale."""
        return resource.text("scheduling_strategy") != "DAEMON" and resource.value("desired_count") is not None

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether there are as many, and their places."""
        yield (resource.number("desired_count") or 0) >= resource.declared_number("min_tasks", 2)
        subnets = resource.block("network_configuration").strings("subnets")
        yield len(set(subnets)) >= ZONES or any(map(is_expression, subnets))


check = EcsRunsAsManyAsDeclared()
