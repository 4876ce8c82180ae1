"""A task whose main container may stop, and run on, serves nobody and looks well."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.containers import containers, is_named
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class MainContainerDecides(StackRule):
    """The container that is the service is part of its task, essential, and asked by the declared command."""

    policy = "CKV_RELINFRA_64"
    group = "deployment"
    title = "The container of a service must be essential, with the health command that is declared"
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = "ECS replaces a task only when an essential container stops or fails its check"
    remedy = "Set `health_check.command` of the service, and leave `essential` on"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html"
    resources = ("aws_ecs_task_definition",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether containers can be read, and some are not essential or one is declared."""
        return bool(containers(resource))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether the main container is there, is essential, and is asked."""
        found = containers(resource)
        yield any(one.get("essential") is not False for one in found)
        name = resource.declared("container")
        if not name:
            return
        main = next((one for one in found if one.get("name") == name), None)
        if main is None:
            yield is_named(resource, str(name)) and resource.doubts("container_definitions", unread=True)
            return
        yield main.get("essential") is not False
        asked = resource.declared_strings("health_command")
        yield not asked or tuple((main.get("healthCheck") or {}).get("command") or ()) == asked


check = MainContainerDecides()
