"""How many tasks a service runs."""

from __future__ import annotations

from dataclasses import dataclass

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.naming import terraform_name

__all__ = ["Scaling", "ScalingProps"]

_SCALE_OUT_SECONDS = 60
_SCALE_IN_SECONDS = 300


@dataclass(frozen=True, kw_only=True)
class ScalingProps:
    """Between how many tasks a service moves, and at which load.

    minimum, maximum: tasks; the same number for a fixed count.
    cpu_percent, memory_percent: average utilization of all tasks to hold; None leaves that measure out.
    """

    minimum: int = 2
    maximum: int = 4
    cpu_percent: int | None = 60
    memory_percent: int | None = None

    @property
    def automatic(self) -> bool:
        """Whether the count is Application Auto Scaling's, and no longer Terraform's."""
        return self.maximum > self.minimum


class Scaling(Construct):
    """Target tracking of CPU and memory.

    Never of requests per target: that measure names one target group, and blue/green swaps two.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        props: ScalingProps,
        *,
        key: str,
        cluster_name: str,
        service_name: str,
    ) -> None:
        super().__init__(scope, id)
        target = aws.AppautoscalingTarget(
            self,
            terraform_name(key),
            service_namespace="ecs",
            scalable_dimension="ecs:service:DesiredCount",
            resource_id=f"service/{cluster_name}/{service_name}",
            min_capacity=props.minimum,
            max_capacity=props.maximum,
        )
        measures = {"cpu": props.cpu_percent, "memory": props.memory_percent}
        for measure, percent in measures.items():
            if percent is not None:
                self._track(target, key, measure, percent)

    def _track(self, target: aws.AppautoscalingTarget, key: str, measure: str, percent: int) -> None:
        metric = {"cpu": "ECSServiceAverageCPUUtilization", "memory": "ECSServiceAverageMemoryUtilization"}
        aws.AppautoscalingPolicy(
            self,
            terraform_name(key, measure),
            name=f"{measure}-{percent}-percent",
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            target_tracking_scaling_policy_configuration={
                "predefined_metric_specification": {"predefined_metric_type": metric[measure]},
                "target_value": percent,
                "scale_out_cooldown": _SCALE_OUT_SECONDS,
                "scale_in_cooldown": _SCALE_IN_SECONDS,
            },
        )
