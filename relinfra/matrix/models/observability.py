"""Observability: logs, traces, alerts, and who is told."""

from typing import Annotated, Literal

from pydantic import Field

from relinfra.matrix.values.aws import ImageReference
from relinfra.matrix.values.names import EmailAddress
from relinfra.matrix.values.retention import RetentionDays
from relinfra.reading.choices import choices
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model
from relinfra.reading.numbers import Milliseconds, Percent
from relinfra.reading.table import DISTINCT

__all__ = ["Alerts", "Observability"]


class Alerts(Model):
    """Thresholds at which the alert addresses are told; every service has its own alarms."""

    error_rate_percent: Percent = Field(5, description="Share of requests answered with 5xx, in percent.")
    p95_latency_ms: Milliseconds = Field(
        1000, description="Response time that 95 % of requests stay below, in milliseconds."
    )


class Observability(Model):
    """Logs, traces and alarms of an environment."""

    log_retention_days: RetentionDays = Field(
        365, description="How long CloudWatch keeps logs, in days; CloudWatch offers only certain numbers."
    )
    tracing: Annotated[
        Literal["none", "xray"],
        choices(
            {
                "none": "No traces.",
                "xray": "Traces in AWS X-Ray, through a collector beside each task.",
            }
        ),
    ] = Field("none", description="Distributed tracing: `xray` or `none`.")
    collector_image: ImageReference | None = Field(
        None,
        description="A copy of the AWS Distro for OpenTelemetry Collector with its tag or digest, in ECR of the region "
        "where there is no NAT; if absent, the one in AWS's public registry.",
        examples=["111111111111.dkr.ecr.us-east-1.amazonaws.com/aws-otel-collector:v0.43.1"],
    )
    alerts: Alerts = Field(Alerts.model_construct(), description="Thresholds of the alarms.")
    notify: Annotated[
        tuple[EmailAddress, ...], Field(max_length=50), DISTINCT, expecting("a list of e-mail addresses")
    ] = Field((), description="E-mail addresses that alarms are sent to.")
