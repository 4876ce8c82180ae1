"""A cluster without insights tells nobody that tasks are missing."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class ClusterIsSeenAndSteady(StackRule):
    """A cluster has Container Insights, and its default capacity is one that stays.

    Capacity is described at https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html.
    """

    policy = "CKV_RELINFRA_150"
    group = "deployment"
    title = "An ECS cluster must have Container Insights, and default capacity that is not taken away"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = (
        "The alarm on missing tasks reads Container Insights, and is silent without; a default of Spot alone is "
        "interrupted with two minutes' notice"
    )
    remedy = "Leave the cluster to `services`"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-container-insights.html"
    resources = ("aws_ecs_cluster", "aws_ecs_cluster_capacity_providers")

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it has."""
        if resource.kind == "aws_ecs_cluster":
            settings = {one.text("name"): one.text("value") for one in resource.blocks("setting")}
            yield settings.get("containerInsights") in {"enabled", "enhanced"}
            return
        weights = {
            one.text("capacity_provider"): _share(one) for one in resource.blocks("default_capacity_provider_strategy")
        }
        yield not weights or any(share and not name.endswith("SPOT") for name, share in weights.items())
        yield set(weights) <= set(resource.strings("capacity_providers"))
        if stack.has("aws_ecs_cluster"):
            yield stack.referred(resource.text("cluster_name"), "aws_ecs_cluster") is not None


def _share(strategy: Block) -> float:
    return (strategy.number("weight") or 0) + (strategy.number("base") or 0)


check = ClusterIsSeenAndSteady()
