"""A variable that leads to another host, or a command that is another one, is released like any image."""

from __future__ import annotations

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.kept_rule import KeptRule


class TaskKeepsItsSettings(KeptRule):
    """The containers of a task have the commands, variables, sizes and checks that the matrix gave them."""

    policy = "CKV_RELINFRA_191"
    group = "deployment"
    claims = ("iam_logs_in",)
    title = "A task definition must have the arguments that it was synthesized with"
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = "Code is reviewed and tested with one configuration and runs with another"
    remedy = (
        "Set `environment`, `secrets`, `cpu`, `memory` or `health_check` of the service, or an entry of `overrides`, "
        "and synthesize again"
    )
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html"
    resources = ("aws_ecs_task_definition",)


check = TaskKeepsItsSettings()
