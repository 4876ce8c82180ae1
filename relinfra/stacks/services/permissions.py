"""Permissions of a service, as the matrix grants them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra_constructs.ecs.task_permissions import TaskPermission

if TYPE_CHECKING:
    from relinfra.matrix import Service

__all__ = ["permissions_of"]


def permissions_of(service: Service) -> list[TaskPermission]:
    """Return the permissions in the order of the matrix."""
    return [TaskPermission(actions=each.actions, resources=each.resources) for each in service.permissions]
