"""Spot capacity is taken back within two minutes, all of it at once if need be."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class EcsKeepsCapacityThatStays(StackRule):
    """Some tasks run on capacity that AWS does not take back."""

    policy = "CKV_RELINFRA_22"
    group = "deployment"
    title = "An ECS service must not run on Spot capacity alone"
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = "Spot capacity is taken back within two minutes, all of it at once if need be"
    remedy = "Set `capacity.on_demand_base` of the service, or lower `capacity.spot_percent`"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html"
    resources = ("aws_ecs_service",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether a mix of capacity is written, or left to the cluster, and the matrix does not declare Spot alone."""
        return bool(_mix(resource, stack)) and not resource.declared("spot_alone")

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether another kind of capacity has a base or a weight."""
        steady = [one for one in _mix(resource, stack) if "SPOT" not in one.text("capacity_provider").upper()]
        yield any((one.number("base") or 0) > 0 or (one.number("weight") or 0) > 0 for one in steady)
        base = resource.declared_number("on_demand_base", 0)
        yield sum(one.number("base") or 0 for one in steady) >= base


def _mix(service: Resource, stack: Stack) -> tuple[Block, ...]:
    """Return the capacity of a service; its cluster's where the service says none."""
    own = service.blocks("capacity_provider_strategy")
    if own or service.text("launch_type"):
        return own
    cluster = stack.referred(service.text("cluster"), "aws_ecs_cluster")
    shared = stack.referring(cluster, "cluster_name", "aws_ecs_cluster_capacity_providers") if cluster else ()
    return tuple(block for one in shared for block in one.blocks("default_capacity_provider_strategy"))


check = EcsKeepsCapacityThatStays()
