"""The time a release into an environment may take: as long as Terraform waits for the stacks that CI applies."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from relinfra.domain.rollout_time import STOP_SECONDS, TaskTime, rolling_minutes, shifting_minutes
from relinfra.matrix.models import AuroraPostgresql, CodeDeploy, Postgres, Rolling, Shifting, Standby
from relinfra.matrix.models.strategies import standing_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    from relinfra.matrix.content import MatrixContent
    from relinfra.matrix.models import Environment, Service

__all__ = ["LONGEST_JOB_MINUTES", "deploy_minutes", "rollout_minutes", "slowest_service"]

LONGEST_JOB_MINUTES = 360
"""GitHub's own limit: https://docs.github.com/actions/reference/limits."""

_STACKS_MINUTES = 30
_DATABASE_MINUTES = 30  # creating a Multi-AZ one takes 20 to 30
_UPGRADE_MINUTES = {Postgres: 80, AuroraPostgresql: 120}
"""How long the provider waits for a change of each: `timeouts.update` of aws_db_instance and aws_rds_cluster."""


def deploy_minutes(matrix: MatrixContent, name: str) -> int:
    """Return the minutes a job needs for every region of an AWS environment, one after another."""
    regional = [found.environment for found in matrix.regional_environments() if found.environment.name == name]
    return sum(_minutes(found) for found in regional)


def slowest_service(environment: Environment) -> str | None:
    """Return the key of the service whose deployment takes longest, the first of several; None where none runs."""
    services = environment.services
    return max(services, key=lambda key: rollout_minutes(services[key]), default=None)


def rollout_minutes(service: Service) -> int:
    """Return how long a deployment of a service is waited for, a rollback included.

    It is the timeout that the service is synthesized with, and where CodeDeploy deploys, what the pipeline waits after
    the apply: all waits and batches of its strategy, the grace of its tasks, the longest answers of its hooks.
    """
    task = _task_time(service)
    match service.deployment:
        case Rolling() as rolling:
            return rolling_minutes(
                task,
                tasks=service.scaling.most,
                minimum_healthy_percent=rolling.minimum_healthy_percent,
                maximum_percent=rolling.maximum_percent,
                watch_minutes=rolling.rollback.evaluation_minutes if rolling.rollback else 0,
            )
        case Shifting() as shift:
            return shifting_minutes(
                task,
                shift_minutes=shift.shift_minutes,
                bake_minutes=shift.bake_minutes,
                hook_minutes=sum(hook.minutes for hook in shift.hooks),
            )
        case _:
            assert_never(service.deployment)


def _minutes(environment: Environment) -> int:
    services, recovery = environment.services.values(), environment.disaster_recovery
    # Terraform waits for what ECS deploys; what CodeDeploy deploys is waited for after that.
    by_turns = [[one for one in services if isinstance(one.deployment, CodeDeploy) is turn] for turn in (False, True)]
    rollouts = _STACKS_MINUTES + sum(_longest(turn) for turn in by_turns)
    if isinstance(recovery, Standby):
        ready = [one.model_copy(update={"deployment": standing_by(one.deployment)}) for one in services]
        rollouts += _STACKS_MINUTES + _longest(ready)
    migrations = (service.migration for service in services)
    return rollouts + sum(each.timeout_minutes for each in migrations if each) + _databases(environment)


def _databases(environment: Environment) -> int:
    """Return how long databases are waited for, all at once: to be made, or to get another major version."""
    upgraded = [_UPGRADE_MINUTES[type(one)] for one in environment.databases.values() if one.upgrade_from]
    return max([_DATABASE_MINUTES, *upgraded]) if environment.databases else 0


def _longest(services: Iterable[Service]) -> int:
    return max((rollout_minutes(service) for service in services), default=0)


def _task_time(service: Service) -> TaskTime:
    check, stop = service.health_check, service.stop_timeout_seconds or STOP_SECONDS
    if not service.public:
        return TaskTime(healthy_seconds=max(check.command_seconds, service.own_grace_seconds or 0), stop_seconds=stop)
    # ECS replaces a task that is not healthy when its grace is over.
    healthy = max(check.grace_seconds, check.command_seconds + check.interval_seconds * check.healthy_threshold)
    return TaskTime(healthy_seconds=healthy, drain_seconds=service.drain_seconds, stop_seconds=stop)
