"""The sidecar that takes traces from the application and sends them to AWS X-Ray."""

from __future__ import annotations

import json
from typing import Any

from relinfra_constructs import aws
from relinfra_constructs.ecs.container import HealthTiming, LogTarget, hardening, health_check

__all__ = ["COLLECTOR_IMAGE", "collector_definition", "collector_variables"]

COLLECTOR_IMAGE = "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.1"
"""AWS Distro for OpenTelemetry. X-Ray's own daemon and SDK are in maintenance since February 2026."""

_ENDPOINT = "127.0.0.1:4318"
_CONFIGURATION = {
    "extensions": {"health_check": {"endpoint": "127.0.0.1:13133"}},
    "receivers": {"otlp": {"protocols": {"http": {"endpoint": _ENDPOINT}}}},
    "processors": {
        "batch": {"timeout": "1s", "send_batch_size": 50},
        "memory_limiter": {"check_interval": "1s", "limit_mib": 100},
        "resourcedetection": {"detectors": ["env", "ecs"]},
    },
    "exporters": {"awsxray": {}},
    "service": {
        "extensions": ["health_check"],
        "pipelines": {
            "traces": {
                "receivers": ["otlp"],
                "processors": ["memory_limiter", "resourcedetection", "batch"],
                "exporters": ["awsxray"],
            }
        },
    },
}


def collector_variables(service: str) -> dict[str, str]:
    """Return the variables by which an OpenTelemetry SDK in the application finds the collector."""
    return {
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://{_ENDPOINT}",
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
        "OTEL_METRICS_EXPORTER": "none",
        "OTEL_PROPAGATORS": "xray,tracecontext,baggage",
        "OTEL_SERVICE_NAME": aws.literal(service),
        "OTEL_TRACES_EXPORTER": "otlp",
    }


def collector_definition(*, logs: LogTarget, image: str = COLLECTOR_IMAGE) -> dict[str, Any]:
    """Return the sidecar's definition. It is not essential: the application outlives it, untraced."""
    configuration = json.dumps(_CONFIGURATION, sort_keys=True, separators=(",", ":"))
    return {
        "name": "collector",
        "image": image,
        "essential": False,
        "cpu": 32,
        "memoryReservation": 64,
        "environment": [
            {"name": "AOT_CONFIG_CONTENT", "value": configuration},
            {"name": "AWS_REGION", "value": logs.region},
        ],
        "healthCheck": health_check(["CMD", "/healthcheck"], HealthTiming()),
        **hardening(),
        "logConfiguration": logs.configuration("collector"),
    }
