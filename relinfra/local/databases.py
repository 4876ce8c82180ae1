"""Databases on a developer's machine: PostgreSQL as the matrix has it, or SQLite where it says so."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from relinfra.local.images import HELPER_IMAGE
from relinfra.local.names import SQLITE_VOLUME, database_container
from relinfra.local.setting import Setting

__all__ = ["DATABASE_NAME", "USERNAME", "LocalDatabase", "LocalPostgres", "LocalSqlite", "sqlite_volume"]

DATABASE_NAME = "app"
USERNAME = "postgres"
"""As on AWS, where a test compares them with the constructs' defaults."""

_PORT = 5432
_SQLITE_FOLDER = "/var/lib/sqlite"
_PARENT_MOUNT = 18


class LocalDatabase(ABC):
    """A database of the matrix on a developer's machine, as services find it."""

    @abstractmethod
    def credentials(self, json_key: str | None) -> str:
        """Return what the variable holds that on AWS is filled with the managed secret, or with one key of it."""

    @abstractmethod
    def connection(self, variable: str) -> dict[str, str]:
        """Return the variables by which a service finds it, called as on AWS."""

    @abstractmethod
    def awaited(self) -> dict[str, str]:
        """Return the containers that a service waits for, with the condition."""

    @abstractmethod
    def mounts(self) -> tuple[str, ...]:
        """Return the volumes that a service needs for it."""


@dataclass(frozen=True)
class LocalPostgres(LocalDatabase):
    """PostgreSQL in a container of its own, of the version that the matrix asks for."""

    key: str
    version: str
    password: Setting
    has_reader: bool = False

    @property
    def container(self) -> str:
        """The name of its container, which is its host name too."""
        return database_container(self.key)

    def credentials(self, json_key: str | None) -> str:
        """Return user and password as RDS writes them down."""
        held = {"username": USERNAME, "password": self.password.reference}
        return held.get(json_key, "") if json_key else json.dumps(held)

    def connection(self, variable: str) -> dict[str, str]:
        """Return host, port and name, and the host of readers, which is the same here."""
        found = {"HOST": self.container, "PORT": str(_PORT), "NAME": DATABASE_NAME}
        if self.has_reader:
            found["READER_HOST"] = self.container
        return {f"{variable}_{suffix}": value for suffix, value in found.items()}

    def awaited(self) -> dict[str, str]:
        """Return its own container, which has to answer."""
        return {self.container: "service_healthy"}

    def mounts(self) -> tuple[str, ...]:
        """Return nothing: it is reached by the network."""
        return ()

    @property
    def definition(self) -> dict[str, Any]:
        """Its container. Only TCP says that it is ready: while it is set up, it answers on its socket already."""
        check = ["CMD", "pg_isready", "-h", "127.0.0.1", "-U", USERNAME, "-d", DATABASE_NAME]
        return {
            "x-relinfra": "database",
            "image": f"postgres:{self.version}",
            "environment": {
                "POSTGRES_DB": DATABASE_NAME,
                "POSTGRES_PASSWORD": self.password.reference,
                "POSTGRES_USER": USERNAME,
            },
            "volumes": [f"{self.container}:{self._data}"],
            "healthcheck": {
                "test": check,
                "interval": "5s",
                "timeout": "5s",
                "retries": 10,
                "start_period": "30s",
            },
        }

    @property
    def _data(self) -> str:
        """The path at which the image keeps data: from 18 on it takes a mount of the folder above alone.

        https://github.com/docker-library/docs/pull/2582
        """
        major = int(self.version.partition(".")[0])
        return "/var/lib/postgresql" if major >= _PARENT_MOUNT else "/var/lib/postgresql/data"


@dataclass(frozen=True)
class LocalSqlite(LocalDatabase):
    """SQLite in a file that every service which uses the database can write to."""

    key: str

    def credentials(self, json_key: str | None) -> str:
        """Return no credentials, in the form that RDS writes them down in: SQLite has none."""
        return "" if json_key else "{}"

    def connection(self, variable: str) -> dict[str, str]:
        """Return the file as the name; host and port are empty, by which an application knows."""
        file = f"{_SQLITE_FOLDER}/{self.key}.db"
        return {f"{variable}_HOST": "", f"{variable}_PORT": "", f"{variable}_NAME": file}

    def awaited(self) -> dict[str, str]:
        """Return the container that makes the folder of the file."""
        return {SQLITE_VOLUME: "service_completed_successfully"}

    def mounts(self) -> tuple[str, ...]:
        """Return the volume of the file."""
        return (f"{SQLITE_VOLUME}:{_SQLITE_FOLDER}",)


def sqlite_volume() -> Mapping[str, Any]:
    """Return the container that lets services write to the volume, which Docker makes for root alone."""
    return {
        "x-relinfra": "sqlite",
        "image": HELPER_IMAGE,
        "entrypoint": ["chmod", "0777", _SQLITE_FOLDER],
        "user": "0:0",
        "network_mode": "none",
        "volumes": [f"{SQLITE_VOLUME}:{_SQLITE_FOLDER}"],
    }
