"""The place of a service decides who reaches it, and whether it runs at all."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.fronts import fronts
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class EcsRunsWhereItIsSaid(StackRule):
    """A service runs in a cluster of its stack, privately, in its own security group, on capacity that is named.

    That it names nothing of another stack, and opens no shell that its role was not given, is relinfra's own.
    """

    policy = "CKV_RELINFRA_149"
    group = "deployment"
    title = (
        "An ECS service must run privately in a cluster and security group of its stack, on a named capacity, "
        "without a shell"
    )
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = (
        "A public address or a foreign group lets anybody in; without a shell nobody changes what runs by hand; "
        "tasks that bear no tags cannot be told apart in costs"
    )
    remedy = "Leave `services.KEY.exec` off; leave the rest to relinfra"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_definition_parameters.html"
    resources = ("aws_ecs_service",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it is so."""
        network = resource.block("network_configuration")
        yield not network.flag("assign_public_ip")
        yield not resource.flag("enable_execute_command") or _has_a_shell(resource, stack)
        yield not network.conf or bool(network.strings("security_groups"))
        if stack.has("aws_security_group"):
            groups = [stack.referred(one, "aws_security_group") for one in network.strings("security_groups")]
            yield None not in groups and not any(any(fronts(group, stack)) for group in groups)
        for kind, argument in (("aws_ecs_cluster", "cluster"), ("aws_ecs_task_definition", "task_definition")):
            if stack.has(kind):
                yield stack.referred(resource.text(argument), kind) is not None
        yield resource.text("availability_zone_rebalancing") in {"", "ENABLED"} or _is_code_deploys(resource)
        yield _has_capacity(resource, stack)


def _is_code_deploys(service: Resource) -> bool:
    """Return whether CodeDeploy replaces the tasks, with which ECS does not spread them anew."""
    return service.block("deployment_controller").text("type") == "CODE_DEPLOY"


def _has_capacity(service: Resource, stack: Stack) -> bool:
    """Return whether a service, or else its cluster, names capacity: without any, ECS looks for hosts of one's own."""
    if service.text("launch_type") or service.blocks("capacity_provider_strategy"):
        return True
    cluster = stack.referred(service.text("cluster"), "aws_ecs_cluster")
    shared = stack.referring(cluster, "cluster_name", "aws_ecs_cluster_capacity_providers") if cluster else ()
    return cluster is None or any(one.blocks("default_capacity_provider_strategy") for one in shared)


def _has_a_shell(service: Resource, stack: Stack) -> bool:
    """Return whether the role of the tasks was given the rights of a shell too."""
    task = stack.referred(service.text("task_definition"), "aws_ecs_task_definition")
    role = stack.referred(task.text("task_role_arn"), "aws_iam_role") if task else None
    policies = stack.referring(role, "role", "aws_iam_role_policy") if role else ()
    return any("ssmmessages:" in str(one.value("policy")) for one in policies)


check = EcsRunsWhereItIsSaid()
