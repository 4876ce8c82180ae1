"""Health checks: inside a container by the matrix's command, else from beside it as a load balancer asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from relinfra.local.images import HELPER_IMAGE
from relinfra.local.setting import escaped

if TYPE_CHECKING:
    from relinfra.matrix import LocalService

__all__ = ["inner_check", "outer_check"]


def inner_check(service: LocalService) -> dict[str, Any] | None:
    """Return the command that ECS runs inside the container too, None where there is none."""
    check = service.health_check
    if check.command is None:
        return None
    return {
        "test": [escaped(word) for word in check.command],
        "interval": f"{check.command_interval_seconds}s",
        "timeout": f"{check.command_timeout_seconds}s",
        "retries": check.command_failures,
        "start_period": f"{check.command_start_seconds}s",
    }


def outer_check(key: str, service: LocalService) -> dict[str, Any]:
    """Return a container that is healthy while the service answers its path with one of its statuses.

    The image of the service may have no program that could ask. The path is a variable, never part of a command.
    """
    check = service.health_check
    return {
        "x-relinfra": "health",
        "image": HELPER_IMAGE,
        "entrypoint": ["sleep", "infinity"],
        "init": True,
        "environment": {"URL": f"http://{key}:{service.port}{escaped(check.path)}"},
        "healthcheck": {
            "test": ["CMD-SHELL", _asks(check.success_codes, check.timeout_seconds)],
            "interval": f"{check.interval_seconds}s",
            "timeout": f"{check.timeout_seconds + 1}s",
            "retries": check.unhealthy_threshold,
            "start_period": f"{check.grace_seconds}s",
        },
        "depends_on": {key: {"condition": "service_started"}},
    }


def _asks(codes: str, seconds: int) -> str:
    """Return the command: it asks as a load balancer does, which follows no redirect, and compares the status."""
    asked = f"code=$$(curl -s -o /dev/null -m {seconds} -w '%{{http_code}}' \"$$URL\")"
    return f"{asked}; {' || '.join(_holds(codes))}"


def _holds(codes: str) -> Iterator[str]:
    for part in codes.split(","):
        low, _, high = part.partition("-")
        yield f'{{ [ "$$code" -ge {low} ] && [ "$$code" -le {high or low} ]; }}'
