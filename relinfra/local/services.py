"""Services on a developer's machine, confined and supplied as on AWS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relinfra.local.health import inner_check, outer_check
from relinfra.local.names import OBJECT_STORE, health_container, migration_container, setting_name
from relinfra.local.setting import escaped
from relinfra.matrix.models.formerly import named_after

if TYPE_CHECKING:
    from relinfra.local.stage import LocalStage
    from relinfra.matrix import LocalService, Migration

__all__ = ["service_containers"]

_STOP_SECONDS = 30
_PLATFORMS = {"x86_64": "linux/amd64", "arm64": "linux/arm64"}
_UNTRACED = {"OTEL_SDK_DISABLED": "true"}
"""Nothing collects traces here: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/."""


def service_containers(stage: LocalStage) -> dict[str, dict[str, Any]]:
    """Return the containers of every service, after those of the migrations."""
    builders = [_ServiceContainers(stage, key, service) for key, service in stage.services.items()]
    migrations = {
        migration_container(one.key): one.migration(asked) for one in builders if (asked := one.service.migration)
    }
    services = {one.key: one.container() for one in builders}
    asking = {
        health_container(one.key): outer_check(one.key, one.service)
        for one in builders
        if stage.asked_from_outside(one.key)
    }
    return {**migrations, **services, **asking}


@dataclass(frozen=True)
class _ServiceContainers:
    stage: LocalStage
    key: str
    service: LocalService

    def container(self) -> dict[str, Any]:
        """Return its own container."""
        service = self.service
        stop = service.stop_timeout_seconds
        found = {
            "x-relinfra": "service",
            **self._image(),
            "command": _words(service.command),
            **self._confined(service.cpu, service.memory),
            "restart": "on-failure",
            "stop_grace_period": f"{_STOP_SECONDS if stop is None else stop}s",
            "environment": self._variables(),
            "volumes": self._volumes(),
            "ports": self._ports(),
            "healthcheck": inner_check(service),
            "depends_on": _conditions({**self._data(), **self._called(), **self._migrated()}),
        }
        return _without_nothing(found)

    def migration(self, migration: Migration) -> dict[str, Any]:
        """Return the container of its migration, which runs after those of the services before it."""
        service, order = self.service, self.stage.migrating
        former = order[: order.index(self.key)][-1:]
        awaited = {migration_container(key): "service_completed_successfully" for key in former}
        found = {
            "x-relinfra": "migration",
            **self._image(),
            "command": _words(migration.command),
            **self._confined(migration.cpu or service.cpu, migration.memory or service.memory),
            "environment": self._variables(),
            "volumes": self._volumes(),
            "depends_on": _conditions({**self._data(), **awaited}),
        }
        return _without_nothing(found)

    def _image(self) -> dict[str, str]:
        service = self.service
        tag = "" if service.image_is_pinned else f":{self.stage.settings.image_tag(self.key).reference}"
        return {"image": f"{escaped(service.image)}{tag}", "platform": _PLATFORMS[service.architecture]}

    def _confined(self, cpu: int, memory: int) -> dict[str, Any]:
        """Return what it may not do, and how much it gets: what fails so on AWS fails here already."""
        service = self.service
        return {
            "user": service.user,
            "init": True,
            "read_only": not service.exec,
            "cap_drop": ["ALL"],
            "cpu_shares": cpu,  # a weight in the same units; a limit above what the machine has would be refused
            "mem_limit": f"{memory}m",
            "tmpfs": [f"{escaped(path)}:size={size}m" for path, size in sorted(service.tmpfs.items())],
        }

    def _volumes(self) -> list[Any]:
        """Return its writable folders, as volumes without a name, and the files of its databases."""
        on_disk = sorted(set(self.service.writable_paths) - set(self.service.tmpfs))
        mounts = sorted({mount for key in self.service.databases for mount in self.stage.databases[key].mounts()})
        return [*({"type": "volume", "target": escaped(path)} for path in on_disk), *mounts]

    def _ports(self) -> list[str]:
        setting = self.stage.settings.ports.get(self.key)
        return [f"127.0.0.1:{setting.reference}:{self.service.port}"] if setting else []

    def _variables(self) -> dict[str, str]:
        """Return its variables, sorted: those of the matrix have the last word, as on AWS."""
        stage, service = self.stage, self.service
        found: dict[str, str] = dict(_UNTRACED) if stage.environment.observability.tracing == "xray" else {}
        if stage.object_store and service.buckets:
            found |= stage.object_store.variables
            for key in service.buckets:
                # Under the former key too, as on AWS.
                for name in (key, named_after(key, stage.environment.buckets[key])):
                    found[setting_name("bucket", name)] = stage.object_store.buckets[key]
        found |= {variable: escaped(value) for variable, value in service.environment.items()}
        for variable, key in service.database_secrets.items():
            database = stage.databases[key]
            found |= {variable: database.credentials(service.secrets[variable].key), **database.connection(variable)}
        secrets = stage.settings.secrets
        found |= {variable: secrets[self.key, variable].reference for variable in service.stored_secrets}
        return dict(sorted(found.items()))

    def _data(self) -> dict[str, str]:
        found = {OBJECT_STORE: "service_healthy"} if self.service.buckets else {}
        for key in self.service.databases:
            found |= self.stage.databases[key].awaited()
        return found

    def _called(self) -> dict[str, str]:
        """Return the services that it calls, which answer there by the names and ports they have on AWS."""
        return dict(self._answering(key) for key in self.service.connect.to)

    def _answering(self, key: str) -> tuple[str, str]:
        if self.stage.asked_from_outside(key):
            return health_container(key), "service_healthy"
        return key, "service_healthy" if self.stage.services[key].health_check.command else "service_started"

    def _migrated(self) -> dict[str, str]:
        """Return every migration, as on AWS: a service may need a schema that another one's migration makes."""
        return {migration_container(key): "service_completed_successfully" for key in self.stage.migrating}


def _words(command: tuple[str, ...] | None) -> list[str] | None:
    return [escaped(word) for word in command] if command else None


def _conditions(awaited: Mapping[str, str]) -> dict[str, dict[str, str]]:
    return {name: {"condition": condition} for name, condition in sorted(awaited.items())}


def _without_nothing(found: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if value not in (None, [], {})}
