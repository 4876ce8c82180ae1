"""The AppSpec of a service: what CodeDeploy is told for each deployment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from relinfra_constructs.ecs.code_deploy_deployment import HOOK_EVENTS
from relinfra_constructs.ecs.deployment import LifecycleHook

__all__ = ["appspec"]


def appspec(
    *,
    task_definition: str,
    container_name: str,
    container_port: int,
    subnet_ids: Sequence[str],
    security_group_id: str,
    hooks: Sequence[LifecycleHook],
) -> dict[str, Any]:
    """Return the AppSpec that replaces a service's tasks with those of `task_definition`.

    The network is part of it: of a service that CodeDeploy deploys, ECS changes it in no other way.
    """
    return {
        "version": 0.0,
        "Resources": [
            {
                "TargetService": {
                    "Type": "AWS::ECS::Service",
                    "Properties": {
                        "TaskDefinition": task_definition,
                        "LoadBalancerInfo": {"ContainerName": container_name, "ContainerPort": container_port},
                        "NetworkConfiguration": {
                            "AwsvpcConfiguration": {
                                "Subnets": list(subnet_ids),
                                "SecurityGroups": [security_group_id],
                                "AssignPublicIp": "DISABLED",
                            }
                        },
                    },
                }
            }
        ],
        **({"Hooks": _events(hooks)} if hooks else {}),
    }


def _events(hooks: Sequence[LifecycleHook]) -> list[dict[str, str]]:
    asked = {event: hook.function_arn for hook in hooks for event in hook.stages}
    return [{event: asked[event]} for event in HOOK_EVENTS if event in asked]
