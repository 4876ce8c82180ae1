"""A container is confined: whoever breaks in finds nothing to change and no rights."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.resource_rule import ResourceRule

ROOT = ("0", "root")


class EcsConfinesContainers(ResourceRule):
    """No container can write to its image, and none asks to be root.

    CKV_AWS_336 asks about the root file system too, but passes definitions that are written as a string of JSON.
    """

    policy = "CKV_RELINFRA_11"
    group = "security"
    title = "A container of an ECS task must have a read-only root file system and not ask for root"
    category = CheckCategories.GENERAL_SECURITY
    level = "MEDIUM"
    rationale = (
        "Who breaks in finds nothing to change and no rights; `exec` and `log_router` need more, so each asks "
        "for a waiver with its reason and its end"
    )
    remedy = "Leave containers as relinfra makes them; for `exec` and `log_router` accept it in `waivers`"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html"
    resources = ("aws_ecs_task_definition",)

    def demands(self, block: Block) -> Iterator[bool]:
        """Yield whether every container says so."""
        containers = _containers(block.value("container_definitions"))
        yield bool(containers) and all(_confined(container) for container in containers)


def _containers(found: object) -> list[Any]:
    if isinstance(found, str):
        try:
            found = json.loads(found)
        except ValueError:
            return []
    return found if isinstance(found, list) else [found]


def _confined(container: object) -> bool:
    if not isinstance(container, Mapping):
        return False
    user = str(container.get("user", "")).partition(":")[0]
    return container.get("readonlyRootFilesystem") is True and user not in ROOT


check = EcsConfinesContainers()
