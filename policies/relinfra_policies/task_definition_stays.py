"""A rollback needs the definition of the version it goes back to."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class TaskDefinitionStays(StackRule):
    """A revision that Terraform deregisters cannot be deployed again."""

    policy = "CKV_RELINFRA_17"
    group = "deployment"
    title = "A task definition must outlive its replacement"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = "A rollback needs the definition of the version it goes back to"
    remedy = "Set `skip_destroy`"
    source = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_task_definition"
    resources = ("aws_ecs_task_definition",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it stays registered."""
        yield resource.flag("skip_destroy") is True


check = TaskDefinitionStays()
