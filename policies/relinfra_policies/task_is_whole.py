"""A task whose parts do not fit starts nowhere, or starts without what it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression, is_remote
from relinfra_policies.shapes.containers import containers
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class TaskIsWhole(StackRule):
    """The roles, secrets, logs, volumes, ports and sizes of a task fit each other."""

    policy = "CKV_RELINFRA_151"
    group = "deployment"
    title = "The roles, secrets, logs, volumes and ports of a task must be there and fit each other"
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = (
        "A task that lacks one of them is stopped before it serves, at every release and every restart alike; one "
        "whose logs go nowhere fails without a word"
    )
    remedy = "Leave task definitions to `services.KEY`"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html"
    resources = ("aws_ecs_task_definition",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether its containers can be read."""
        return bool(containers(resource))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each part fits."""
        roles = resource.text("execution_role_arn"), resource.text("task_role_arn")
        yield roles[0] != roles[1] or not roles[0]
        for role in filter(None, roles):
            yield is_expression(role) or role.startswith("arn:")
        volumes = {one.text("name") for one in resource.blocks("volume")}
        for container in containers(resource):
            yield from _fits(container, volumes, stack)
            yield bool(roles[0]) or not (container.get("secrets") or container.get("logConfiguration"))
        written = str(resource.value("container_definitions"))  # Checkov lets some containers be read only so
        yield all(re.search(rf"sourceVolume\W+{re.escape(volume)}\b", written) for volume in volumes)


def _fits(container: Mapping[str, Any], volumes: set[str], stack: Stack) -> Iterator[bool]:
    yield set(_mounted(container)) <= volumes
    for port in container.get("portMappings") or ():
        yield port.get("hostPort") in (None, port.get("containerPort"))
        yield port.get("protocol", "tcp") == "tcp"
    for secret in container.get("secrets") or ():
        source = str(secret.get("valueFrom") or "")
        yield is_expression(source) or source.startswith(("arn:", "/"))
    log = container.get("logConfiguration") or {}
    if log.get("logDriver") == "awslogs":
        yield from _logs(log.get("options") or {}, stack)


def _logs(options: Mapping[str, Any], stack: Stack) -> Iterator[bool]:
    """Yield whether a group of the stack takes the logs, each container under a name, without holding requests up."""
    group = str(options.get("awslogs-group") or "")
    yield is_remote(group) or stack.referred(group, "aws_cloudwatch_log_group") is not None
    yield bool(options.get("awslogs-region")) and bool(options.get("awslogs-stream-prefix"))
    yield options.get("mode") == "non-blocking" and bool(options.get("max-buffer-size"))


def _mounted(container: Mapping[str, Any]) -> list[str]:
    return [str(one.get("sourceVolume")) for one in container.get("mountPoints") or () if one.get("containerPath")]


check = TaskIsWhole()
