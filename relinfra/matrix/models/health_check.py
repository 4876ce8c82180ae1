"""The health check by which a load balancer decides that a task is well."""

from typing import Annotated

from pydantic import Field

from relinfra.matrix.values.container import HealthCommand
from relinfra.matrix.values.http import HttpPath, SuccessCodes
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model

__all__ = ["HealthCheck"]

Interval = Annotated[int, Field(ge=5, le=300), expecting("an interval from 5 to 300 seconds")]
Timeout = Annotated[int, Field(ge=2, le=120), expecting("a timeout from 2 to 120 seconds")]
Checks = Annotated[int, Field(ge=2, le=10), expecting("a number of checks from 2 to 10")]
Grace = Annotated[int, Field(ge=0, le=86_400), expecting("a number of seconds from 0 to 86400")]
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
StartPeriod = Annotated[int, Field(ge=0, le=300), expecting("a number of seconds from 0 to 300")]
CommandTimeout = Annotated[int, Field(ge=2, le=60), expecting("a timeout from 2 to 60 seconds")]
Failures = Annotated[int, Field(ge=1, le=10), expecting("a number of failures from 1 to 10")]


class HealthCheck(Model):
    """An HTTP request that a healthy task answers, and a command that succeeds in its container."""

    path: HttpPath = Field("/", description="Path that is requested.")
    success_codes: SuccessCodes = Field(
        "200", description="HTTP statuses of a healthy answer, such as `200,204` or `200-299`."
    )
    interval_seconds: Interval = Field(15, description="Time between two checks, in seconds.")
    timeout_seconds: Timeout = Field(5, description="Time a task has to answer, in seconds; shorter than the interval.")
    healthy_threshold: Checks = Field(2, description="Checks that must pass in a row before a task gets traffic.")
    unhealthy_threshold: Checks = Field(3, description="Checks that must fail in a row before a task is replaced.")
    grace_seconds: Grace = Field(
        60,
        description="Time a starting task is given before failures count, in seconds; without a load balancer, those "
        "of `command`, and no time unless said.",
    )
    command: HealthCommand | None = Field(
        None,
        description="Command inside the container that ECS asks as well, before the load balancer does; the only check "
        "of a worker.",
        examples=[["CMD", "/app/healthcheck"]],
    )
    command_start_seconds: StartPeriod = Field(
        30, description="Time in which failures of `command` do not count while a container starts, in seconds."
    )
    command_interval_seconds: Interval = Field(15, description="Time between two runs of `command`, in seconds.")
    command_timeout_seconds: CommandTimeout = Field(5, description="Time that `command` has to end, in seconds.")
    command_failures: Failures = Field(3, description="Failures of `command` in a row with which a task is replaced.")

    @property
    def asked_of_load_balancer(self) -> tuple[str, ...]:
        """The fields that were set and mean nothing where no load balancer asks, sorted."""
        kept = ("command", "grace_seconds") if self.command else ("command",)
        said = (name for name in self.model_fields_set if name not in kept and not name.startswith("command_"))
        return tuple(sorted(said))

    @property
    def command_seconds(self) -> int:
        """The seconds for which `command` may leave open whether a started container is well; 0 without one."""
        return self.command_start_seconds + self.command_interval_seconds * self.command_failures if self.command else 0
