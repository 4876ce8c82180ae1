"""A container that logs nowhere fails in silence, and one with privileges takes its host along."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.containers import containers
from relinfra_policies.shapes.resource_rule import ResourceRule


class ContainerIsLoggedAndBare(ResourceRule):
    """Each container is logged, has no privileges or devices, adds no capability and sees its task alone."""

    policy = "CKV_RELINFRA_51"
    group = "security"
    title = "A container must be logged, unprivileged, and add no capability"
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = "A container that logs nowhere fails in silence, and one with privileges takes its host along"
    remedy = "Leave containers as relinfra makes them; `log_router` sends logs elsewhere"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html"
    resources = ("aws_ecs_task_definition",)

    def applies(self, block: Block) -> bool:
        """Whether its containers can be read."""
        return bool(containers(block))

    def demands(self, block: Block) -> Iterator[bool]:
        """Yield whether each container is, and the task shares nothing with its host."""
        yield all(block.text(name) != "host" for name in ("pid_mode", "ipc_mode", "network_mode"))
        for one in containers(block):
            capabilities = (one.get("linuxParameters") or {}).get("capabilities") or {}
            yield (one.get("logConfiguration") or {}).get("logDriver") not in (None, "", "none")
            yield not one.get("privileged")
            yield not (one.get("linuxParameters") or {}).get("devices")
            yield not capabilities.get("add") or set(capabilities["add"]) <= {"SYS_PTRACE"}
            yield "firelensConfiguration" in one or "ALL" in (capabilities.get("drop") or ())


check = ContainerIsLoggedAndBare()
