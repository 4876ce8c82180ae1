"""Deployment strategies of the matrix as deployments of ECS or CodeDeploy: a module each."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from relinfra.matrix import (
    BlueGreen,
    Canary,
    CodeDeployAllAtOnce,
    CodeDeployCanary,
    CodeDeployLinear,
    Linear,
    Rolling,
)
from relinfra.matrix.deploy_time import rollout_minutes
from relinfra.stacks.services.strategies.blue_green import blue_green
from relinfra.stacks.services.strategies.canary import canary
from relinfra.stacks.services.strategies.code_deploy import add_deployment_output, code_deploy
from relinfra.stacks.services.strategies.linear import linear
from relinfra.stacks.services.strategies.rolling import rolling

if TYPE_CHECKING:
    from relinfra.matrix import Service
    from relinfra_constructs.ecs.deployment import Deployment
    from relinfra_constructs.placement import Placement

__all__ = ["add_deployment_output", "deployment_of"]


def deployment_of(service: Service, placement: Placement) -> Deployment:
    """Return the deployment that replaces a service as the matrix says; hooks are functions at `placement`."""
    strategy, minutes = service.deployment, rollout_minutes(service)
    match strategy:
        case Rolling():
            return rolling(strategy, minutes)
        case BlueGreen():
            return blue_green(strategy, placement, minutes)
        case Canary():
            return canary(strategy, placement, minutes)
        case Linear():
            return linear(strategy, placement, minutes)
        case CodeDeployAllAtOnce() | CodeDeployCanary() | CodeDeployLinear():
            return code_deploy(strategy, placement)
        case _:
            assert_never(strategy)
