"""A regular check of a service from outside."""

from typing import Annotated

from pydantic import Field

from relinfra.matrix.values.http import HttpPath
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model
from relinfra.reading.numbers import Milliseconds

__all__ = ["Synthetics"]

Interval = Annotated[int, Field(ge=1, le=60), expecting("a number of minutes from 1 to 60")]
Status = Annotated[int, Field(ge=200, le=599), expecting("an HTTP status from 200 to 599")]


class Synthetics(Model):
    """A CloudWatch canary that asks for the service's public URL; two bad runs in a row raise the alarm."""

    path: HttpPath = Field("/", description="Path that is asked for on the service's domain, over HTTPS.")
    interval_minutes: Interval = Field(5, description="Time between two runs, in minutes.")
    max_latency_ms: Milliseconds = Field(
        1000, description="How long the answer may take, with name resolution and TLS, in milliseconds."
    )
    expected_status: Status = Field(200, description="HTTP status of a good answer; redirects are not followed.")
