"""Deployment strategies: how a new revision of a service takes over, one module each.

A strategy is a `Deployment`: what may turn it back. Those that ECS carries out by itself are an `EcsDeployment`, with
what `aws_ecs_service` says about them and how long Terraform waits; CodeDeploy's is in `code_deploy_deployment`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from relinfra_constructs.errors import ConstructError
from relinfra_constructs.props import Props

if TYPE_CHECKING:
    from relinfra_constructs.aws import EcsServiceDeploymentConfiguration

__all__ = [
    "Deployment",
    "EcsDeployment",
    "EcsShiftingDeployment",
    "LifecycleHook",
    "RollbackThresholds",
    "ShiftingDeployment",
]


class RollbackThresholds(Props):
    """Thresholds that roll a deployment back, without asking, when crossed for `evaluation_minutes`.

    error_rate_percent: share of requests answered with 5xx, above which it is too much.
    p95_latency_ms: 95th percentile of the response time in milliseconds, above which it is too slow.
    evaluation_minutes: how many minutes in a row.
    """

    error_rate_percent: float
    p95_latency_ms: float
    evaluation_minutes: int = 5


class LifecycleHook(Props):
    """A Lambda function that is called during a deployment; its answer lets the deployment go on or turns it back.

    function_arn: the function, in the service's account and region.
    stages: when it is called: by ECS at stages such as `POST_TEST_TRAFFIC_SHIFT`, by CodeDeploy at events such as
        `AfterAllowTestTraffic`.
    timeout_minutes: how long it takes at most at one stage, all its calls together; 15 by default, the longest that
        Lambda lets one call take.
    """

    function_arn: str
    stages: Sequence[str]
    timeout_minutes: int = 15

    @property
    def minutes(self) -> int:
        """The time a deployment may wait for all answers of its hooks, in minutes."""
        return len(self.stages) * self.timeout_minutes


class Deployment(Props, ABC):
    """Base of every deployment strategy."""

    strategy: ClassVar[str]
    shifts_traffic: ClassVar[bool]
    """Whether traffic moves between two target groups, and Terraform leaves the listener rules' actions alone."""

    @property
    def lifecycle_hooks(self) -> Sequence[LifecycleHook]:
        """The functions that are asked during a deployment."""
        return ()

    @property
    @abstractmethod
    def thresholds(self) -> RollbackThresholds | None:
        """The thresholds that roll a deployment back, or None where only failing tasks do."""


class EcsDeployment(Deployment, ABC):
    """Base of the strategies that ECS itself carries out, while Terraform waits for the outcome.

    minimum_healthy_percent, maximum_percent: of the desired tasks, how many run during a deployment; ECS
        rounds the first up and the second down.
    timeout_minutes: how long Terraform waits for a deployment, a rollback included; an hour by default. Count all
        batches or all waits of a shift, twice the time that tasks take to come and to leave, and some for a slow day.
    """

    minimum_healthy_percent: int = 100
    maximum_percent: int = 200
    timeout_minutes: int = 60

    @abstractmethod
    def configuration(self) -> EcsServiceDeploymentConfiguration:
        """Return the block `deployment_configuration`."""


class ShiftingDeployment(Deployment, ABC):
    """A second set of tasks takes the traffic of the first, which stays for the bake time, to shift back to.

    bake_minutes: 0 to 1440, after all traffic has moved.
    rollback: required, since the bake time is for nothing unless something watches it.
    hooks: functions that are asked at certain stages whether to go on; none by default.
    """

    shifts_traffic: ClassVar[bool] = True

    bake_minutes: int
    rollback: RollbackThresholds
    hooks: Sequence[LifecycleHook] = ()

    @property
    def thresholds(self) -> RollbackThresholds:
        """Return `rollback`."""
        return self.rollback

    @property
    def lifecycle_hooks(self) -> Sequence[LifecycleHook]:
        """Return `hooks`."""
        return self.hooks


class EcsShiftingDeployment(ShiftingDeployment, EcsDeployment, ABC):
    """A shift that ECS itself carries out."""

    def __post_init__(self) -> None:
        """Refuse a timeout that ends before the waits do. Raises ConstructError."""
        waits = self.bake_minutes + sum(hook.minutes for hook in self.hooks)
        if self.timeout_minutes <= waits:
            raise ConstructError(
                f"{self.strategy}: expected timeout_minutes above the {waits} minutes of its bake time and hooks, or "
                f"Terraform gives up on a deployment that goes well; found {self.timeout_minutes}"
            )

    def configuration(self) -> EcsServiceDeploymentConfiguration:
        """Return strategy and bake time, which the provider takes as text."""
        return {"strategy": self.strategy, "bake_time_in_minutes": str(self.bake_minutes)}
