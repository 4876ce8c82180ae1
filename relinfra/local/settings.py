"""Every setting of a local stage, each with one name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from relinfra.local.names import OBJECT_STORE, database_container, setting_name
from relinfra.local.setting import Setting

if TYPE_CHECKING:
    from relinfra.matrix import LocalEnvironment, SecretSource

__all__ = ["Settings"]

_OF_COMPOSE = ("COMPOSE_", "DOCKER_")
_HIGHEST_PORT = 65_535


@dataclass(frozen=True)
class Settings:
    """The settings of an environment: passwords of what stands in, versions of images, ports, and stored secrets.

    None has the name of a credential of AWS: Compose prefers the variables of the shell to those of `.env`, and would
    put a developer's own keys into containers.
    """

    environment: LocalEnvironment

    @property
    def object_store(self) -> Setting:
        """The secret key of the S3-compatible store."""
        meaning = "secret key of the S3-compatible store on this machine: any letters and digits"
        return Setting(setting_name(OBJECT_STORE, "secret_key"), meaning)

    @staticmethod
    def password(key: str) -> Setting:
        """Return the password of a database."""
        meaning = f"password of the database {key} on this machine: any letters and digits"
        return Setting(setting_name(database_container(key), "password"), meaning)

    @staticmethod
    def image_tag(key: str) -> Setting:
        """Return the version of a service's image, as the Terraform variable of the same name has it on AWS."""
        return Setting(setting_name(key, "image_tag"), f"version of the image of {key}", "latest")

    @cached_property
    def ports(self) -> Mapping[str, Setting]:
        """The ports of this machine at which services answer, by key: each its own, or the next that is free."""
        taken: dict[int, str] = {}
        for key, service in self.environment.services.items():
            if not service.worker:
                taken[_free(service.port, taken)] = key
        return {
            key: Setting(setting_name(key, "port"), f"port of this machine at which {key} answers", str(port))
            for port, key in taken.items()
        }

    @cached_property
    def secrets(self) -> Mapping[tuple[str, str], Setting]:
        """The stored secrets by service and variable: one setting for each that is stored."""
        services = self.environment.services
        stored = [(key, name, source) for key, one in services.items() for name, source in one.stored_secrets.items()]
        sources: dict[str, set[SecretSource]] = {}
        for _, name, source in stored:
            sources.setdefault(name, set()).add(source)
        taken = {setting.name for setting in self._own}
        named: dict[tuple[str, str], Setting] = {}
        for key, name, source in stored:
            alone = len(sources[name]) == 1 and name not in taken and not name.startswith(_OF_COMPOSE)
            found = name if alone else setting_name(key, "secret", name)
            named[key, name] = Setting(found, _meaning(source))
        return named

    @property
    def asked(self) -> tuple[Setting, ...]:
        """Every setting once, those that must be set first."""
        found = {setting.name: setting for setting in (*self._own, *self.secrets.values())}
        return tuple(sorted(found.values(), key=lambda setting: (bool(setting.default), setting.name)))

    @property
    def _own(self) -> Iterator[Setting]:
        environment = self.environment
        if environment.buckets:
            yield self.object_store
        if environment.database != "sqlite":
            yield from map(self.password, environment.databases)
        for key, service in environment.services.items():
            if not service.image_is_pinned:
                yield self.image_tag(key)
        yield from self.ports.values()


def _free(port: int, taken: Mapping[int, str]) -> int:
    candidates = chain(range(port, _HIGHEST_PORT + 1), range(port - 1, 0, -1))
    return next(one for one in candidates if one not in taken)


def _meaning(source: SecretSource) -> str:
    """Return where a secret lies on AWS: here it is a value of the developer's own."""
    if source.parameter:
        return f"on AWS the parameter {source.parameter} of Parameter Store"
    part = f"the key {source.key} of " if source.key else ""
    return f"on AWS {part}the secret {source.secret} of Secrets Manager"
