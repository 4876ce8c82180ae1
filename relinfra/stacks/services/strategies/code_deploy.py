"""CodeDeploy moves the traffic, and whoever starts it has to know how."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from relinfra.domain.names import deployment_output
from relinfra.matrix import CodeDeployAllAtOnce, CodeDeployCanary, CodeDeployLinear
from relinfra.stacks.services.strategies.shifting import shift_of
from relinfra_constructs.cdk import TerraformOutput
from relinfra_constructs.ecs.code_deploy_deployment import CodeDeployDeployment
from relinfra_constructs.ecs.traffic_routing import TrafficRouting

if TYPE_CHECKING:
    from relinfra_constructs.cdk import Construct
    from relinfra_constructs.ecs.ecs_service import FargateService
    from relinfra_constructs.placement import Placement

__all__ = ["add_deployment_output", "code_deploy"]

AnyCodeDeploy = CodeDeployAllAtOnce | CodeDeployCanary | CodeDeployLinear


def code_deploy(strategy: AnyCodeDeploy, placement: Placement) -> CodeDeployDeployment:
    """Return the deployment, which Terraform does not wait for."""
    return CodeDeployDeployment(**shift_of(strategy, placement), routing=_routing(strategy))


def _routing(strategy: AnyCodeDeploy) -> TrafficRouting:
    match strategy:
        case CodeDeployAllAtOnce():
            return TrafficRouting()
        case CodeDeployCanary(canary_percent=share, canary_bake_minutes=wait):
            return TrafficRouting(type="TimeBasedCanary", percentage=int(share), interval_minutes=wait)
        case CodeDeployLinear(step_percent=share, step_bake_minutes=wait):
            return TrafficRouting(type="TimeBasedLinear", percentage=int(share), interval_minutes=wait)
        case _:
            assert_never(strategy)


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
