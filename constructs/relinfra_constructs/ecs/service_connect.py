"""Requests between the services of a cluster: names, balancing and retries of ECS Service Connect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.ecs.container import LogTarget
from relinfra_constructs.props import Props

__all__ = ["Answer", "CalledService", "ConnectProps", "Namespace", "Protocol", "connect_configuration"]

Protocol = Literal["http", "http2", "grpc", "tcp"]


class Answer(Props):
    """Props of a service that others call: its port and its name.

    name: the host that callers ask.
    port: where they ask it: the port of the container.
    protocol: what it speaks; all but `tcp` are counted by request.
    request_seconds: how long a request may take, 0 without end; AWS's 15 seconds by default.
    """

    name: str
    port: int
    protocol: Protocol = "http"
    request_seconds: int | None = None

    @property
    def app_protocol(self) -> str | None:
        """The protocol in the words of ECS, which has none for TCP."""
        return None if self.protocol == "tcp" else self.protocol


class CalledService(Props):
    """A service that another one calls; it exists before its callers, whose tasks know only names that were there."""

    security_group_id: str
    port: int
    service: aws.EcsService


class ConnectProps(Props):
    """Props of Service Connect: the services that are called, and how this one is.

    namespace_arn: output of a `Namespace`.
    answer: how it is called; nobody calls it by default.
    calls: by Terraform name, the services it calls.
    """

    namespace_arn: str
    answer: Answer | None = None
    calls: Mapping[str, CalledService] = field(default_factory=dict)


class Namespace(Construct):
    """The namespace in which the services of a cluster find each other. Output: `arn`."""

    def __init__(self, scope: Construct, id: str, *, name: str) -> None:
        super().__init__(scope, id)
        namespace = aws.ServiceDiscoveryHttpNamespace(
            self, "main", name=name, description=f"Names by which services of {name} call each other"
        )
        self.arn: str = namespace.arn


def connect_configuration(props: ConnectProps, *, logs: LogTarget) -> aws.EcsServiceServiceConnectConfiguration:
    """Return the proxy of each task; its log streams are called `proxy/CONTAINER/TASK`."""
    configuration: aws.EcsServiceServiceConnectConfiguration = {
        "enabled": True,
        "namespace": props.namespace_arn,
        "log_configuration": {"log_driver": "awslogs", "options": logs.configuration("proxy")["options"]},
    }
    if props.answer is not None:
        configuration["service"] = _offered(props.answer)
    return configuration


def _offered(answer: Answer) -> aws.EcsServiceServiceConnectConfigurationService:
    offered: aws.EcsServiceServiceConnectConfigurationService = {
        "port_name": answer.name,
        "discovery_name": answer.name,
        "client_alias": {"dns_name": answer.name, "port": answer.port},
    }
    if answer.request_seconds is not None:
        offered["timeout"] = {"per_request_timeout_seconds": answer.request_seconds}
    return offered
