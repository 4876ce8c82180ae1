"""The container of a service: its image, its variables and secrets, and where it finds its data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from relinfra.matrix.models.formerly import named_after
from relinfra.stacks.services.image import image_reference
from relinfra_constructs.ecs.container import ContainerProps, HealthTiming
from relinfra_constructs.ecs.secret import Secret
from relinfra_constructs.naming import terraform_name

if TYPE_CHECKING:
    from relinfra.matrix import Environment, SecretSource, Service
    from relinfra.stacks.services.data import ServiceData
    from relinfra_constructs.cdk import Construct

__all__ = ["container_of"]


def container_of(stack: Construct, environment: Environment, data: ServiceData, key: str) -> ContainerProps:
    """Return the container as the matrix says; `stack` gets the variable that says which version of the image runs."""
    service = environment.services[key]
    return ContainerProps(
        image=image_reference(stack, key, service),
        port=None if service.worker else service.port,
        command=service.command or (),
        user=service.user,
        writable_paths=service.writable_paths,
        tmpfs=service.tmpfs,
        health_command=service.health_check.command or (),
        health_timing=_timing(service),
        stop_timeout_seconds=service.stop_timeout_seconds,
        environment=service.environment,
        references=dict(_references(service, environment, data)),
        secrets=_secrets(service, data),
    )


def _timing(service: Service) -> HealthTiming:
    check = service.health_check
    return HealthTiming(
        start_seconds=check.command_start_seconds,
        interval_seconds=check.command_interval_seconds,
        timeout_seconds=check.command_timeout_seconds,
        failures=check.command_failures,
    )


def _secrets(service: Service, data: ServiceData) -> dict[str, Secret]:
    stored = {variable: _stored(source) for variable, source in service.stored_secrets.items()}
    managed = {
        variable: Secret(arn=data.databases[name].secret_arn, json_key=service.secrets[variable].key)
        for variable, name in service.database_secrets.items()
    }
    return {**stored, **managed}


def _stored(source: SecretSource) -> Secret:
    by_arn = source.secret is not None and source.arn is not None
    return Secret(
        name=None if by_arn else source.secret,
        arn=source.secret if by_arn else None,
        parameter=source.parameter,
        json_key=source.key,
        kms_key_arn=source.kms_key,
    )


def _references(service: Service, environment: Environment, data: ServiceData) -> Iterator[tuple[str, str]]:
    """Yield where the service finds what the matrix gives it: `DATABASE_HOST`, `BUCKET_ASSETS`."""
    for variable, name in service.database_variables.items():
        database = data.databases[name]
        yield f"{variable}_HOST", database.endpoint_address
        yield f"{variable}_PORT", str(database.port)
        yield f"{variable}_NAME", database.database_name
        if database.reader_address is not None:
            yield f"{variable}_READER_HOST", database.reader_address
    for variable, source in service.database_logins.items():
        yield f"{variable}_USER", source.user or ""
        yield f"{variable}_REGION", environment.region
    for name in service.buckets:
        # Under the former key too, by which an application finds it that was built before.
        for key in (name, named_after(name, environment.buckets[name])):
            yield f"BUCKET_{terraform_name(key).upper()}", data.buckets[name].id
