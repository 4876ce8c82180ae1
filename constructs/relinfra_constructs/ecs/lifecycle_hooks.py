"""The role in which ECS calls the lifecycle hooks of a service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from relinfra_constructs.cdk import Construct
from relinfra_constructs.ecs.deployment import LifecycleHook
from relinfra_constructs.iam import Statement, service_role
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.placement import Placement

if TYPE_CHECKING:
    from relinfra_constructs.aws import EcsServiceDeploymentConfigurationLifecycleHook

__all__ = ["LifecycleHooks"]


class LifecycleHooks(Construct):
    """A role that may invoke exactly these functions, and what `aws_ecs_service` says of them.

    Outputs: `configuration`.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        hooks: Sequence[LifecycleHook],
        *,
        name: str,
        key: str,
        placement: Placement,
    ) -> None:
        super().__init__(scope, id)
        functions = sorted({hook.function_arn for hook in hooks})
        role = service_role(
            self,
            terraform_name(key, "hooks"),
            physical_name=f"{name}-hooks",
            placement=placement,
            service="ecs",
            source_account=placement.account,
            source_arn=placement.arn("ecs", "*"),
            source_if_sent=True,
            statements=[Statement(sid="CallHooks", actions=["lambda:InvokeFunction"], resources=functions)],
        )
        self.configuration: list[EcsServiceDeploymentConfigurationLifecycleHook] = [
            {"hook_target_arn": hook.function_arn, "role_arn": role.arn, "lifecycle_stages": list(hook.stages)}
            for hook in hooks
        ]
