"""The thresholds of automatic rollback."""

from pydantic import Field

from relinfra.reading.model import Model
from relinfra.reading.numbers import Milliseconds, Minutes, Percent

__all__ = ["Rollback"]


class Rollback(Model):
    """Thresholds at which a deployment is rolled back without asking."""

    error_rate_percent: Percent = Field(description="Share of requests answered with 5xx, in percent.", examples=[2])
    p95_latency_ms: Milliseconds = Field(
        description="Response time that 95 % of requests stay below, in milliseconds.", examples=[400]
    )
    evaluation_minutes: Minutes = Field(
        5, description="How long a threshold must be exceeded, in minutes; at most the bake time."
    )
