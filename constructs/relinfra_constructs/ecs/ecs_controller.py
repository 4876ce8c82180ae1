"""ECS in charge of a service: how it replaces the tasks by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relinfra_constructs.cdk import Construct
from relinfra_constructs.ecs.deployment import EcsDeployment
from relinfra_constructs.ecs.lifecycle_hooks import LifecycleHooks
from relinfra_constructs.ecs.rollback import RollbackAlarms
from relinfra_constructs.ecs.traffic import Traffic
from relinfra_constructs.ecs.traffic_shift import TrafficShift
from relinfra_constructs.placement import Placement

if TYPE_CHECKING:
    from relinfra_constructs.aws import EcsServiceLoadBalancerAdvancedConfiguration

__all__ = ["EcsController"]

_ALL_PERCENT = 100


class EcsController(Construct):
    """The roles in which ECS shifts traffic and asks hooks, where it does, and what `aws_ecs_service` says about it.

    Outputs: `arguments` of the service, `advanced_configuration` of its load balancer (None without a shift), and
    `parts`, on which the service must depend.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        deployment: EcsDeployment,
        *,
        name: str,
        key: str,
        placement: Placement,
        traffic: Traffic | None,
        alarms: RollbackAlarms | None,
    ) -> None:
        super().__init__(scope, id)
        configuration = deployment.configuration()
        self.parts: list[Construct] = []
        if deployment.lifecycle_hooks:
            hooks = LifecycleHooks(self, "hooks", deployment.lifecycle_hooks, name=name, key=key, placement=placement)
            configuration["lifecycle_hook"] = hooks.configuration
            self.parts.append(hooks)
        self.advanced_configuration: EcsServiceLoadBalancerAdvancedConfiguration | None = None
        if traffic and traffic.alternate_target_group_arn:
            shift = TrafficShift(
                self,
                "shift",
                traffic,
                alternate_target_group_arn=traffic.alternate_target_group_arn,
                name=name,
                key=key,
                placement=placement,
            )
            self.advanced_configuration = shift.configuration
            self.parts.append(shift)
        minutes = deployment.timeout_minutes
        watched = {"alarm_names": list(alarms.references), "enable": True, "rollback": True} if alarms else None
        self.arguments: dict[str, Any] = {
            "availability_zone_rebalancing": _rebalancing(deployment),
            "deployment_controller": {"type": "ECS"},
            "deployment_configuration": configuration,
            "deployment_minimum_healthy_percent": deployment.minimum_healthy_percent,
            "deployment_maximum_percent": deployment.maximum_percent,
            "deployment_circuit_breaker": {"enable": True, "rollback": True},
            "alarms": watched,
            "wait_for_steady_state": True,
            "timeouts": {"create": f"{minutes}m", "update": f"{minutes}m"},
            # The provider's own handling of an interrupt rolls back healthy deployments.
            "sigint_rollback": False,
        }


def _rebalancing(deployment: EcsDeployment) -> str:
    # It starts a task in another zone before it stops one, for which ECS demands room above 100 %.
    return "ENABLED" if deployment.maximum_percent > _ALL_PERCENT else "DISABLED"
