"""An apply that changes nothing must deploy nothing."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class EcsDeploysOnChangeAlone(StackRule):
    """ECS demands a new deployment for a changed mix of capacity alone; elsewhere every apply would be a release."""

    policy = "CKV_RELINFRA_21"
    group = "deployment"
    title = "Terraform must not force a deployment of an ECS service, but for a mix of capacity"
    category = CheckCategories.GENERAL_SECURITY
    level = "MEDIUM"
    rationale = "An apply that changes nothing must deploy nothing"
    remedy = "Remove `force_new_deployment`; a release changes the image"
    source = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service"
    resources = ("aws_ecs_service",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether nothing is forced."""
        mixed = bool(resource.blocks("capacity_provider_strategy"))
        yield mixed or not resource.flag("force_new_deployment")


check = EcsDeploysOnChangeAlone()
