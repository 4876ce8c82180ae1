"""Container definitions: the JSON inside an ECS task definition."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from relinfra_constructs import aws
from relinfra_constructs.ecs.secret import ResolvedSecret, Secret
from relinfra_constructs.props import Props

__all__ = [
    "ContainerProps",
    "HealthTiming",
    "LogTarget",
    "Logs",
    "container_definition",
    "hardening",
    "health_check",
    "volume_name",
]


class HealthTiming(Props):
    """The times at which ECS asks a container whether it is well. Seconds, and failures in a row.

    start_seconds: how long after its start failures do not count.
    """

    start_seconds: int = 30
    interval_seconds: int = 15
    timeout_seconds: int = 5
    failures: int = 3


class ContainerProps(Props):
    """One application container.

    image: with registry and tag or digest; plain text up to the tag, since the right to pull comes from it.
    port: TCP port it listens on; None for one that nobody asks.
    port_name: what Service Connect calls the port; none by default.
    app_protocol: what the port speaks beyond TCP, such as `http`.
    command: replaces the image's own where given.
    user: numeric `UID:GID` it runs as; None leaves the image's user.
    writable_paths: the only directories it can write to, as empty volumes on a read-only root file system.
        Fargate gives them to root, unless the image declares the path with `VOLUME`: then owner and mode are
        the image's.
    environment: literal text, escaped here.
    references: variables whose value Terraform knows (tokens), such as the address of a database.
    secrets: variables that ECS fills from AWS Secrets Manager and Parameter Store.
    writable_root: whether it can write anywhere in its image, which only sessions of people need.
    health_command: run inside the container, such as `["CMD", "/healthcheck"]`; by default only the load
        balancer asks.
    health_timing: when it is run.
    tmpfs: directories held in memory and their sizes in MiB, of `writable_paths` or beside them.
    stop_timeout_seconds: how long after SIGTERM the container is killed, 2 to 120; ECS waits 30 by default.
    """

    image: str
    port: int | None = 8080
    port_name: str | None = None
    app_protocol: str | None = None
    command: Sequence[str] = ()
    user: str | None = "1000:1000"
    writable_paths: Sequence[str] = ("/tmp",)  # noqa: S108 - a path inside the container
    environment: Mapping[str, str] = field(default_factory=dict)
    references: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, Secret] = field(default_factory=dict)
    health_command: Sequence[str] = ()
    health_timing: HealthTiming = HealthTiming()
    tmpfs: Mapping[str, int] = field(default_factory=dict)
    stop_timeout_seconds: int | None = None
    writable_root: bool = False

    @property
    def volumes(self) -> Sequence[str]:
        """The directories that are volumes on disk, sorted."""
        return sorted(set(self.writable_paths) - set(self.tmpfs))


class Logs(ABC):
    """The log configuration of a container."""

    @abstractmethod
    def configuration(self, prefix: str) -> dict[str, Any]:
        """Return ECS's `logConfiguration`; `prefix` begins the names of streams."""


class LogTarget(Logs, Props):
    """The log group, and its region, that containers write to."""

    group: str
    region: str

    def configuration(self, prefix: str) -> dict[str, Any]:
        """Return ECS's `logConfiguration`; streams are called `PREFIX/CONTAINER/TASK`."""
        return {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": self.group,
                "awslogs-region": self.region,
                "awslogs-stream-prefix": prefix,
                # A slow log service must not block the application; what does not fit the buffer is lost.
                "mode": "non-blocking",
                "max-buffer-size": "25m",
            },
        }


def container_definition(
    name: str,
    props: ContainerProps,
    *,
    logs: Logs,
    secrets: Mapping[str, ResolvedSecret],
    variables: Mapping[str, str],
    log_prefix: str = "app",
) -> dict[str, Any]:
    """Return the definition of the application container; `variables` lie under what the props set.

    Its log streams are called `LOG_PREFIX/NAME/TASK`.
    """
    values = {**variables, **_escaped(props.environment), **props.references}
    definition: dict[str, Any] = {
        "name": name,
        "image": props.image,
        "essential": True,
        "command": [aws.literal(word) for word in props.command],
        "user": props.user,
        "environment": [{"name": variable, "value": values[variable]} for variable in sorted(values)],
        "secrets": [{"name": variable, "valueFrom": secrets[variable].value_from} for variable in sorted(secrets)],
        "portMappings": [_port(props.port, props)] if props.port else [],
        "mountPoints": [_mount(path) for path in props.volumes],
        "healthCheck": health_check(props.health_command, props.health_timing) if props.health_command else None,
        "stopTimeout": props.stop_timeout_seconds,
        **hardening(writable_root=props.writable_root, tmpfs=props.tmpfs),
        "logConfiguration": logs.configuration(log_prefix),
    }
    return {key: value for key, value in definition.items() if value not in (None, [])}


def hardening(*, writable_root: bool = False, tmpfs: Mapping[str, int] | None = None) -> dict[str, Any]:
    """Return what no container here may do: write to its image, keep capabilities, or leave zombies."""
    held = [{"containerPath": path, "size": size} for path, size in sorted((tmpfs or {}).items())]
    linux: dict[str, Any] = {"capabilities": {"drop": ["ALL"]}, "initProcessEnabled": True}
    return {
        "readonlyRootFilesystem": not writable_root,
        # Fargate takes tmpfs from 2026-01-06 on:
        # https://aws.amazon.com/about-aws/whats-new/2026/01/amazon-ecs-tmpfs-mounts-aws-fargate-managed-instances/
        "linuxParameters": {**linux, "tmpfs": held} if held else linux,
    }


def health_check(command: Sequence[str], timing: HealthTiming) -> dict[str, Any]:
    """Return ECS's `healthCheck`."""
    return {
        "command": [aws.literal(word) for word in command],
        "interval": timing.interval_seconds,
        "timeout": timing.timeout_seconds,
        "retries": timing.failures,
        "startPeriod": timing.start_seconds,
    }


def volume_name(path: str) -> str:
    """Return the name of the volume mounted at `path`: `/var/cache` is `var-cache`."""
    return path.strip("/").replace("/", "-").replace(".", "-")


def _port(port: int, props: ContainerProps) -> dict[str, Any]:
    named = {"name": props.port_name, "appProtocol": props.app_protocol}
    given = {key: value for key, value in named.items() if value is not None}
    return {"containerPort": port, "hostPort": port, "protocol": "tcp", **given}


def _mount(path: str) -> dict[str, Any]:
    return {"sourceVolume": volume_name(path), "containerPath": path, "readOnly": False}


def _escaped(environment: Mapping[str, str]) -> dict[str, str]:
    return {variable: aws.literal(value) for variable, value in environment.items()}
