"""Connections of the matrix as Service Connect: who calls whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.connections import called_services
from relinfra.matrix.models.formerly import named_after
from relinfra_constructs.ecs.service_connect import Answer, ConnectProps, Namespace
from relinfra_constructs.naming import terraform_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relinfra.matrix import Service
    from relinfra_constructs.cdk import Construct
    from relinfra_constructs.ecs.ecs_service import FargateService

__all__ = ["Connections"]


class Connections:
    """The namespace of an environment, made where a service calls another, and what each service does in it."""

    def __init__(self, stack: Construct, services: Mapping[str, Service], *, name: str) -> None:
        self._services = services
        self._called = called_services(services)
        self._namespace = Namespace(stack, "namespace", name=name) if self._called else None

    def of(self, key: str, made: Mapping[str, FargateService]) -> ConnectProps | None:
        """Return what a service asks those that are `made` already, and others it; None where nothing."""
        asked = self._services[key].connect
        if self._namespace is None or (key not in self._called and not asked.to):
            return None
        port = self._services[key].port
        named = named_after(key, self._services[key])
        answer = Answer(name=named, port=port, protocol=asked.protocol, request_seconds=asked.request_seconds)
        return ConnectProps(
            namespace_arn=self._namespace.arn,
            answer=answer if key in self._called else None,
            calls={terraform_name(called): made[called].called for called in asked.to},
        )
