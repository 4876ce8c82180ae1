"""Containers hold no secret: a task definition is read by whoever may describe it."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.containers import containers, is_secret
from relinfra_policies.shapes.resource_rule import ResourceRule


class ContainerHoldsNoSecret(ResourceRule):
    """No variable of a container is a secret by its name or its value."""

    policy = "CKV_RELINFRA_52"
    group = "security"
    claims = ("no_value_passes",)
    title = "A variable of a container must hold no literal secret"
    category = CheckCategories.SECRETS
    level = "CRITICAL"
    rationale = "What stands in a task definition is read by whoever may describe it"
    remedy = "Move it from `environment` to `secrets` of the service"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html"
    resources = ("aws_ecs_task_definition",)

    def applies(self, block: Block) -> bool:
        """Whether its containers can be read."""
        return bool(containers(block))

    def demands(self, block: Block) -> Iterator[bool]:
        """Yield whether each variable is harmless."""
        for one in containers(block):
            for variable in one.get("environment") or ():
                yield not is_secret(str(variable.get("name")), str(variable.get("value")))


check = ContainerHoldsNoSecret()
