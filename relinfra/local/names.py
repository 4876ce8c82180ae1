"""Names on a developer's machine: containers in the network of Compose, and variables of `.env`."""

from __future__ import annotations

from relinfra.domain.names import migration_name

__all__ = [
    "OBJECT_STORE",
    "SQLITE_VOLUME",
    "database_container",
    "health_container",
    "migration_container",
    "setting_name",
]

OBJECT_STORE = "object-store"
SQLITE_VOLUME = "sqlite"


def database_container(key: str) -> str:
    """Return the name of the container that stands in for a database: `database-main`."""
    return f"database-{key}"


def migration_container(key: str) -> str:
    """Return the name of the container that runs a service's migration: `web-migration`."""
    return migration_name(key)


def health_container(key: str) -> str:
    """Return the name of the container that asks a service whether it is well: `web-health`."""
    return f"{key}-health"


def setting_name(*words: str) -> str:
    """Return the name of a variable of `.env`: `WEB_IMAGE_TAG`."""
    return "_".join(words).replace("-", "_").upper()
