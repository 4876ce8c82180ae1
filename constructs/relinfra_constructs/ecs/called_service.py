"""Service Connect in a service and in its task definition."""

from __future__ import annotations

from dataclasses import replace

from relinfra_constructs.ecs.deployment import Deployment, EcsDeployment
from relinfra_constructs.ecs.service_connect import ConnectProps
from relinfra_constructs.ecs.task import FargateTaskProps
from relinfra_constructs.errors import ConstructError

__all__ = ["answering_task", "check_connect"]


def check_connect(task: FargateTaskProps, deployment: Deployment, connect: ConnectProps) -> None:
    """Refuse what AWS does not support, or does not document. Raises ConstructError."""
    if not isinstance(deployment, EcsDeployment):
        raise ConstructError(f"{task.name}: CodeDeploy does not support Service Connect; let ECS deploy it")
    if connect.answer is None:
        return
    if task.container.port != connect.answer.port:
        found = task.container.port or "none"
        raise ConstructError(
            f"{task.name}: who is called at {connect.answer.port} needs it as `port` of the container; found {found}"
        )
    if deployment.shifts_traffic:
        raise ConstructError(
            f"{task.name}: AWS does not document how {deployment.strategy} shifts the traffic of a load balancer and "
            "of Service Connect together; deploy a service that others call rolling"
        )


def answering_task(task: FargateTaskProps, connect: ConnectProps | None) -> FargateTaskProps:
    """Return the task, its port named where other services call it."""
    answer = connect.answer if connect else None
    if answer is None:
        return task
    named = replace(task.container, port_name=answer.name, app_protocol=answer.app_protocol)
    return replace(task, container=named)
