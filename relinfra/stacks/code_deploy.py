"""What whoever starts a deployment of CodeDeploy has to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.domain.names import deployment_output
from relinfra_constructs.cdk import TerraformOutput

if TYPE_CHECKING:
    from relinfra_constructs.cdk import Construct
    from relinfra_constructs.ecs.ecs_service import FargateService

__all__ = ["add_deployment_output"]


def add_deployment_output(stack: Construct, key: str, service: FargateService, *, cluster: str) -> None:
    """Add the Terraform output `SERVICE_deployment`, none where ECS deploys the service.

    Its members are `application`, `deployment_group` and `appspec`, of which `aws deploy create-deployment` makes a
    deployment; with `cluster` and `service` one sees whether there is anything to deploy.
    """
    deploy = service.code_deploy
    if deploy is None:
        return
    name = deployment_output(key)
    TerraformOutput(
        stack,
        f"output.{name}",
        description=f"What deploys {key}: the AppSpec for aws deploy create-deployment, and where it belongs.",
        value={
            "application": deploy.application_name,
            "deployment_group": deploy.group_name,
            "cluster": cluster,
            "service": service.name,
            "appspec": deploy.appspec,
        },
    ).override_logical_id(name)
