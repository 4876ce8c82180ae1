"""The health check by which a load balancer decides that a task is well."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from relinfra.matrix.values.container import HealthCommand
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model

__all__ = ["HealthCheck"]

HttpPath = Annotated[
    str,
    Field(pattern=r"^/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*$", max_length=1024),
    expecting("a URL path that starts with /"),
]
Interval = Annotated[int, Field(ge=5, le=300), expecting("an interval from 5 to 300 seconds")]
Timeout = Annotated[int, Field(ge=2, le=120), expecting("a timeout from 2 to 120 seconds")]
Checks = Annotated[int, Field(ge=2, le=10), expecting("a number of checks from 2 to 10")]
Grace = Annotated[int, Field(ge=0, le=86_400), expecting("a number of seconds from 0 to 86400")]


class HealthCheck(Model):
    """An HTTP request that a healthy task answers with 200."""

    path: HttpPath = Field("/", description="Path that is requested.")
    interval_seconds: Interval = Field(15, description="Time between two checks, in seconds.")
    timeout_seconds: Timeout = Field(5, description="Time a task has to answer, in seconds; shorter than the interval.")
    healthy_threshold: Checks = Field(2, description="Checks that must pass in a row before a task gets traffic.")
    unhealthy_threshold: Checks = Field(3, description="Checks that must fail in a row before a task is replaced.")
    grace_seconds: Grace = Field(60, description="Time a starting task is given before failures count, in seconds.")
    command: HealthCommand | None = Field(
        None,
        description="Command inside the container that ECS asks as well, before the load balancer does; the only check "
        "of a worker.",
        examples=[["CMD", "/app/healthcheck"]],
    )
