"""Schedules that AWS and Terraform take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.rules.finding import Scope

__all__ = ["schedules_are_told_apart", "schedules_have_room"]


def schedules_have_room(scope: Scope) -> Iterator[Finding]:
    """Demand that the fewest tasks of a schedule are not more than its most.

    Application Auto Scaling refuses the other order.
    """
    for key, service in scope.environment.services.items():
        for number, schedule in enumerate(service.scaling.schedules):
            if schedule.min > schedule.max:
                path = scope.at("services", key, "scaling", "schedules", number)
                found = f"`min: {schedule.min}` above `max: {schedule.max}`"
                yield Finding(path, "`min` of at most `max`", found)


def schedules_are_told_apart(scope: Scope) -> Iterator[Finding]:
    """Refuse schedules that share a Terraform name, which is that of the service and their own."""
    owners: dict[str, str] = {}
    for key, service in scope.environment.services.items():
        for number, schedule in enumerate(service.scaling.schedules):
            name = f"{key}_{schedule.name}".replace("-", "_")
            path = scope.at("services", key, "scaling", "schedules", number, "name")
            if name in owners:
                found = f"`{schedule.name}`, whose Terraform name `{name}` a schedule of `{owners[name]}` has"
                yield Finding(path, "another name", found)
            owners.setdefault(name, key)
