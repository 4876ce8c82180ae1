"""A rollout is as safe as the least of its arguments, and most of them are nobody's rule."""

from __future__ import annotations

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.kept_rule import KeptRule


class ServiceKeepsItsSettings(KeptRule):
    """A service, and who deploys it, has every argument that the matrix gave it, and none beside.

    That is a contract of relinfra's own; its source says what the arguments of a service do.
    """

    policy = "CKV_RELINFRA_190"
    group = "deployment"
    title = "A service must be deployed with the arguments that it was synthesized with"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = (
        "A grace period, an order of tasks or a role that was changed after review meets the release in "
        "production first"
    )
    remedy = (
        "Set `deployment`, `capacity` or `scaling` of the service, or an entry of `overrides`, and synthesize again"
    )
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_definition_parameters.html"
    resources = (
        "aws_ecs_service",
        "aws_codedeploy_app",
        "aws_codedeploy_deployment_config",
        "aws_codedeploy_deployment_group",
        "aws_service_discovery_http_namespace",
    )


check = ServiceKeepsItsSettings()
