"""Terraform ignores of a service only what ECS owns: nobody reviews what it ignores."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class EcsIgnoresWhatItOwns(StackRule):
    """Autoscaling owns the count and CodeDeploy the version; whatever else is ignored would drift unseen."""

    policy = "CKV_RELINFRA_16"
    group = "deployment"
    title = "An ECS service must ignore changes of nothing but what ECS or CodeDeploy owns"
    category = CheckCategories.GENERAL_SECURITY
    level = "MEDIUM"
    rationale = "What Terraform ignores, nobody reviews"
    remedy = "Take the rest out of `lifecycle.ignore_changes`"
    source = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"
    resources = ("aws_ecs_service",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether nothing else is ignored."""
        deployed = resource.block("deployment_controller").text("type") == "CODE_DEPLOY"
        owned = {"desired_count", *(("task_definition", "load_balancer", "network_configuration") if deployed else ())}
        yield owned.issuperset(resource.block("lifecycle").strings("ignore_changes"))


check = EcsIgnoresWhatItOwns()
