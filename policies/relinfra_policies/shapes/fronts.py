"""The load balancers in front of services: who reaches them, and what they lead to."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.stack import Resource, Stack

__all__ = ["BALANCERS", "balancer_of", "balancers", "fronted", "fronts", "listeners"]

BALANCERS = ("aws_lb", "aws_alb")


def fronts(group: Resource | None, stack: Stack) -> Iterator[Resource]:
    """Yield the load balancers that bear a security group."""
    return stack.referring(group, "security_groups", *BALANCERS) if group else iter(())


def balancers(ingress: Resource, stack: Stack) -> Iterator[Resource]:
    """Yield the load balancers that a rule of a security group lets traffic in to."""
    return fronts(stack.referred(ingress.text("security_group_id"), "aws_security_group"), stack)


def balancer_of(listener: Resource, stack: Stack) -> Resource | None:
    """Return the load balancer of a listener."""
    return stack.referred(listener.text("load_balancer_arn"), *BALANCERS)


def listeners(balancer: Resource, stack: Stack) -> Iterator[Resource]:
    """Yield the listeners of a load balancer."""
    return stack.referring(balancer, "load_balancer_arn", "aws_lb_listener", "aws_alb_listener")


def fronted(group: Resource, stack: Stack) -> Iterator[Resource]:
    """Yield the ECS services whose tasks are targets of a target group, by their own word or that of CodeDeploy."""
    for service in stack.of("aws_ecs_service"):
        named = [text for balancer in service.blocks("load_balancer") for text in _groups(balancer)]
        named += [text for one in _deploying(service, stack) for text in _pair(one)]
        if any(stack.referred(text, group.kind) is group for text in named):
            yield service


def _groups(balancer: Block) -> Iterator[str]:
    yield balancer.text("target_group_arn")
    yield balancer.block("advanced_configuration").text("alternate_target_group_arn")


def _deploying(service: Resource, stack: Stack) -> Iterator[Resource]:
    """Yield the deployment groups of CodeDeploy that deploy a service."""
    for one in stack.of("aws_codedeploy_deployment_group"):
        if stack.referred(one.block("ecs_service").text("service_name"), service.kind) is service:
            yield one


def _pair(deployment: Resource) -> Iterator[str]:
    pair = deployment.block("load_balancer_info").block("target_group_pair_info")
    yield from (one.text("name") for one in pair.blocks("target_group"))
