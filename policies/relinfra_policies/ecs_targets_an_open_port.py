"""Traffic is sent to a port on which nobody listens."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.containers import containers, is_named
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class EcsTargetsAnOpenPort(StackRule):
    """The container that a service registers exists, is essential, and maps the port."""

    policy = "CKV_RELINFRA_23"
    group = "deployment"
    title = "The container and port of a load balancer must be those of an essential container"
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = "Traffic is sent to a port on which nobody listens"
    remedy = "Set `port` of the service"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html"
    resources = ("aws_ecs_service",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it has a load balancer."""
        return bool(resource.blocks("load_balancer"))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each load balancer finds its container."""
        definition = stack.referred(resource.text("task_definition"), "aws_ecs_task_definition")
        found = containers(definition) if definition else ()
        for balancer in resource.blocks("load_balancer") if found else ():
            port, name = balancer.number("container_port"), balancer.text("container_name")
            if is_expression(name) or port is None:
                continue
            main = next((one for one in found if one.get("name") == name), {})
            if not main:
                # Checkov breaks JSON within JSON: what stands behind it is there and cannot be read.
                yield definition is not None and is_named(definition, name)
                continue
            yield main.get("essential") is not False
            yield any(mapping.get("containerPort") == port for mapping in main.get("portMappings") or ())


check = EcsTargetsAnOpenPort()
