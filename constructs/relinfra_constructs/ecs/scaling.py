"""Auto Scaling: how many tasks a service runs."""

from __future__ import annotations

from collections.abc import Sequence

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.props import Props

__all__ = ["Scaling", "ScalingProps", "ScheduledBounds"]

_SCALE_OUT_SECONDS = 60
_SCALE_IN_SECONDS = 300


class ScheduledBounds(Props):
    """Other bounds, from a time on until another schedule sets others.

    name: unique among the service's schedules; part of the Terraform name.
    action_name: the name in AWS; key of the service and `name` if None.
    cron: six fields as AWS writes them, such as `0 20 ? * MON-FRI *`, in `timezone`.
    minimum, maximum: tasks; zero switches the service off.
    """

    name: str
    cron: str
    minimum: int
    maximum: int
    timezone: str = "UTC"
    action_name: str | None = None


class ScalingProps(Props):
    """Between how many tasks a service moves, and at which load.

    minimum, maximum: tasks; the same number for a fixed count.
    cpu_percent, memory_percent: average utilization of all tasks to hold; None leaves that measure out.
    schedules: other bounds at certain times; the two above are then only what the service begins with.
    """

    minimum: int = 2
    maximum: int = 4
    cpu_percent: int | None = 60
    memory_percent: int | None = None
    schedules: Sequence[ScheduledBounds] = ()

    @property
    def automatic(self) -> bool:
        """Whether the count is Application Auto Scaling's, and no longer Terraform's."""
        return self.maximum > self.minimum or bool(self.schedules)

    @property
    def most(self) -> int:
        """The number of tasks that run at most, whatever the schedule."""
        return max((self.maximum, *(schedule.maximum for schedule in self.schedules)))


class Scaling(Construct):
    """Target tracking of CPU and memory, and other bounds at certain times.

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
            # What a schedule has set holds until the next one, not until the next `terraform apply`.
            lifecycle={"ignore_changes": ["min_capacity", "max_capacity"]} if props.schedules else None,
        )
        measures = {"cpu": props.cpu_percent, "memory": props.memory_percent}
        for measure, percent in measures.items():
            if percent is not None:
                self._track(target, key, measure, percent)
        for schedule in props.schedules:
            self._schedule(target, key, schedule)

    def _schedule(self, target: aws.AppautoscalingTarget, key: str, schedule: ScheduledBounds) -> None:
        aws.AppautoscalingScheduledAction(
            self,
            terraform_name(key, schedule.name),
            name=schedule.action_name or f"{key}-{schedule.name}",
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            schedule=f"cron({schedule.cron})",
            timezone=schedule.timezone,
            scalable_target_action={"min_capacity": str(schedule.minimum), "max_capacity": str(schedule.maximum)},
        )

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
