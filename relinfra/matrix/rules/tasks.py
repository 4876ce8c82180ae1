"""The size and number of a service's tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.rules.finding import Scope
    from relinfra.reading.problems import Path

__all__ = ["health_check_leaves_time", "memory_fits_cpu", "scaling_has_room"]

_GIB = 1024
_MEMORY = {
    256: (512, 1 * _GIB, 2 * _GIB),
    512: tuple(range(1 * _GIB, 4 * _GIB + 1, _GIB)),
    1024: tuple(range(2 * _GIB, 8 * _GIB + 1, _GIB)),
    2048: tuple(range(4 * _GIB, 16 * _GIB + 1, _GIB)),
    4096: tuple(range(8 * _GIB, 30 * _GIB + 1, _GIB)),
    8192: tuple(range(16 * _GIB, 60 * _GIB + 1, 4 * _GIB)),
    16384: tuple(range(32 * _GIB, 120 * _GIB + 1, 8 * _GIB)),
}


def memory_fits_cpu(scope: Scope) -> Iterator[Finding]:
    """Demand a memory size that Fargate offers for the size of the CPU.

    ECS refuses to register a task of any other.
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
    """
    for path, cpu, memory in _sizes(scope):
        offered = _MEMORY[cpu]
        if memory not in offered:
            step = offered[1] - offered[0] if cpu != 256 else 0  # noqa: PLR2004
            sizes = f"{offered[0]} to {offered[-1]} in steps of {step}" if step else "512, 1024 or 2048"
            expected = f"a memory size that Fargate offers with `cpu: {cpu}`, {sizes} MiB"
            yield Finding((*path, "memory"), expected, f"{memory}", related=((*path, "cpu"),))


def _sizes(scope: Scope) -> Iterator[tuple[Path, int, int]]:
    for key, service in scope.environment.services.items():
        path, migration = scope.at("services", key), service.migration
        yield path, service.cpu, service.memory
        if migration and (migration.cpu or migration.memory):
            yield (*path, "migration"), migration.cpu or service.cpu, migration.memory or service.memory


def scaling_has_room(scope: Scope) -> Iterator[Finding]:
    """Demand that the fewest tasks are not more than the most.

    Application Auto Scaling refuses the other order.
    """
    for key, service in scope.environment.services.items():
        scaling = service.scaling
        if scaling.min > scaling.max:
            path = scope.at("services", key, "scaling")
            found = f"`min: {scaling.min}` above `max: {scaling.max}`"
            related = ((*path, "min"), (*path, "max"))
            yield Finding(path, "`min` of at most `max`", found, "set both in the same place", related)


def health_check_leaves_time(scope: Scope) -> Iterator[Finding]:
    """Demand that a load balancer gives up on a check before it begins the next.

    AWS refuses a timeout that is not shorter than the interval.
    """
    for key, service in scope.environment.services.items():
        check = service.health_check
        if check.timeout_seconds >= check.interval_seconds:
            path = scope.at("services", key, "health_check", "timeout_seconds")
            related = (scope.at("services", key, "health_check", "interval_seconds"),)
            expected = f"less than the {check.interval_seconds} seconds of `interval_seconds`"
            yield Finding(path, expected, f"{check.timeout_seconds}", related=related)
