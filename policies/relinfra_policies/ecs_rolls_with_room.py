"""A deployment needs room to start a task before it stops another."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

LEAST, WHOLE = 50, 100


class EcsRollsWithRoom(StackRule):
    """Without healthy tasks users wait, and where minimum and maximum meet ECS can neither stop nor start one."""

    policy = "CKV_RELINFRA_18"
    group = "deployment"
    title = "An ECS service must keep half of its tasks healthy and have room to replace the others"
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = "A deployment needs room to start a task before it stops another"
    remedy = "Set `deployment.minimum_healthy_percent` to 50 or more and `deployment.maximum_percent` above it"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html"
    resources = ("aws_ecs_service",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether there are tasks that a deployment replaces."""
        return resource.text("scheduling_strategy") != "DAEMON"

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether enough stay, and others can start."""
        least = resource.number("deployment_minimum_healthy_percent")
        yield least is None or LEAST <= least <= WHOLE
        most = resource.number("deployment_maximum_percent")
        yield most is None or most >= WHOLE
        lower, upper = WHOLE if least is None else least, 2 * WHOLE if most is None else most
        yield lower < upper
        yield lower >= resource.declared_number("minimum_healthy_percent", lower)
        tasks = resource.number("desired_count")
        # ECS rounds the minimum up and the maximum down: of few tasks nothing may be left to move.
        yield not tasks or ceil(tasks * lower / WHOLE) < floor(tasks * upper / WHOLE)


check = EcsRollsWithRoom()
