"""A container without room takes the task down, and one beside it may take its room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.containers import containers
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

FARGATE = {
    256: (512, 1024, 2048),
    512: range(1024, 4096 + 1, 1024),
    1024: range(2048, 8192 + 1, 1024),
    2048: range(4096, 16384 + 1, 1024),
    4096: range(8192, 30720 + 1, 1024),
    8192: range(16384, 61440 + 1, 4096),
    16384: range(32768, 122880 + 1, 8192),
}
"""The CPU units of a Fargate task, and the MiB that go with them."""

USUAL = {"interval": 30, "timeout": 5, "retries": 3}
"""The health check of a container that says nothing else."""

LONGEST = 600
"""Seconds after which a sick container must have been noticed."""


class ContainersFitTheirTask(StackRule):
    """The sizes of a task are ones of Fargate, its containers fit into them, and helpers are watched.

    That a sick container is noticed within ten minutes is relinfra's own; the rest is AWS's.
    """

    policy = "CKV_RELINFRA_152"
    group = "deployment"
    title = "Containers must fit into their task, reap their children, and beside a main one be watched"
    category = CheckCategories.GENERAL_SECURITY
    level = "MEDIUM"
    rationale = (
        "What containers reserve together beyond the task keeps it from starting; without an init process "
        "children that ended pile up; a helper without a health check fails unseen"
    )
    remedy = "Set `services.KEY.cpu` and `memory`"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#task_size"
    resources = ("aws_ecs_task_definition",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it is for Fargate, and its containers can be read."""
        return "FARGATE" in resource.strings("requires_compatibilities") and bool(containers(resource))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each fits."""
        cpu, memory = resource.number("cpu"), resource.number("memory")
        parts = containers(resource)
        yield cpu is None or memory is None or memory in FARGATE.get(int(cpu), ())
        yield cpu is None or sum(_number(one, "cpu") for one in parts) <= cpu
        yield memory is None or sum(_number(one, "memoryReservation", "memory") for one in parts) <= memory
        yield any(one.get("essential", True) is True for one in parts)
        for one in parts:
            yield _reaps(one)
            yield one.get("essential", True) is True or bool((one.get("healthCheck") or {}).get("command"))
            yield _decides(one.get("healthCheck") or {})
        yield resource.block("runtime_platform").text("operating_system_family") in {"", "LINUX"}


def _reaps(container: Mapping[str, Any]) -> bool:
    """Return whether children that ended are reaped; a router of logs has no children."""
    init = (container.get("linuxParameters") or {}).get("initProcessEnabled")
    return init is True or "firelensConfiguration" in container


def _number(container: Mapping[str, Any], *names: str) -> float:
    return max(float(container.get(name) or 0) for name in names)


def _decides(check: Mapping[str, Any]) -> bool:
    """Return whether a health check ends before the next begins, within ten minutes."""
    interval, timeout, retries = (_number({**USUAL, **check}, name) for name in ("interval", "timeout", "retries"))
    return 0 < timeout < interval and 0 < retries * interval <= LONGEST


check = ContainersFitTheirTask()
