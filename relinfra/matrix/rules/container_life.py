"""Rules of a container's life: how it starts, holds its data, and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.domain.exclusions import STICKY_AND_SHIFT, STOP_AND_SPOT
from relinfra.matrix.models import Rolling
from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.rules.finding import Scope
    from relinfra.reading.problems import Path

__all__ = ["commands_are_timed", "memory_holds_tmpfs", "sticky_requests_stay", "stop_ends_with_spot"]

_SPOT_WARNING_SECONDS = 120
_OF_COMMAND = "command_"


def stop_ends_with_spot(scope: Scope) -> Iterator[Finding]:
    """Demand that a container on Spot is stopped before AWS takes its task back.

    AWS takes a task back two minutes after its warning, and kills what runs then.
    """
    for key, service in scope.environment.services.items():
        stop, capacity = service.stop_timeout_seconds, service.capacity
        if stop and capacity and capacity.spot_percent and stop >= _SPOT_WARNING_SECONDS:
            related = (scope.at("services", key, "capacity", "spot_percent"),)
            path, expected = (
                scope.at("services", key, "stop_timeout_seconds"),
                f"less than {_SPOT_WARNING_SECONDS} seconds",
            )
            yield Finding(path, expected, f"{stop}", STOP_AND_SPOT.effect, related)


def sticky_requests_stay(scope: Scope) -> Iterator[Finding]:
    """Refuse a strategy that moves requests to other tasks while a cookie holds them where they are."""
    for key, service in scope.environment.services.items():
        if service.stickiness_seconds and service.public and not isinstance(service.deployment, Rolling):
            path = scope.at("services", key, "stickiness_seconds")
            related = (scope.at("services", key, "deployment", "strategy"),)
            found = f"`{service.deployment.strategy}`, which moves requests from task to task"
            yield Finding(path, "`rolling` where requests are sticky", found, STICKY_AND_SHIFT.effect, related)


def commands_are_timed(scope: Scope) -> Iterator[Finding]:
    """Refuse the timing of a command that there is not.

    ECS asks nothing, so that no time means anything.
    """
    for key, service in scope.environment.services.items():
        check = service.health_check
        if check.command is None:
            for name in sorted(check.model_fields_set):
                if name.startswith(_OF_COMMAND):
                    yield Finding(scope.at("services", key, "health_check", name), "a `command` beside it", "none")


def memory_holds_tmpfs(scope: Scope) -> Iterator[Finding]:
    """Demand that folders held in memory leave some of it to the application.

    Both share the memory of the task, and a container without any is killed.
    """
    for key, service in scope.environment.services.items():
        held, migration = sum(service.tmpfs.values()), service.migration
        sizes: dict[Path, int] = {("memory",): service.memory}
        if migration and migration.memory:
            sizes["migration", "memory"] = migration.memory
        path, memory = min(sizes.items(), key=lambda size: size[1])
        if held >= memory:
            related = (scope.at("services", key, *path),)
            expected = f"less than the {memory} MiB of `memory`, which the application needs too"
            yield Finding(scope.at("services", key, "tmpfs"), expected, f"{held} MiB", related=related)
