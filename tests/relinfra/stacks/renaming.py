"""Matrices whose keys were renamed: every one of them, and whatever refers to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import yaml

__all__ = ["NEW", "renamed", "unrenamed"]

NEW = "new-{}"
"""The new key of what had another."""

_TABLES = ("services", "databases", "buckets")


def renamed(matrix: bytes) -> bytes:
    """Return the text of a matrix in which every service, database and bucket has another key, and says its former."""
    content = yaml.safe_load(matrix)
    content["environments"] = {name: _environment(one) for name, one in content["environments"].items()}
    return yaml.safe_dump(content, sort_keys=False).encode()


def unrenamed(matrix: bytes) -> bytes:
    """Return the text of a matrix without any former key."""
    content = yaml.safe_load(matrix)
    for environment in content["environments"].values():
        for one in (environment, *environment.get("regions", {}).values()):
            for entry in (entry for table in _TABLES for entry in one.get(table, {}).values() if entry):
                entry.pop("formerly", None)
    return yaml.safe_dump(content, sort_keys=False).encode()


def _environment(environment: Mapping[str, Any]) -> dict[str, Any]:
    made = {key: value for key, value in environment.items() if key != "overrides"}
    for table in _TABLES:
        if table in made:
            made[table] = {NEW.format(key): _entry(table, key, one) for key, one in made[table].items()}
    if "regions" in made:
        made["regions"] = {region: _environment(one) for region, one in made["regions"].items()}
    return made


def _entry(table: str, key: str, entry: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    made = {**entry, "formerly": entry.get("formerly", key)}
    return _service(made) if table == "services" else made


def _service(service: dict[str, Any]) -> dict[str, Any]:
    changes: dict[str, Callable[[Any], Any]] = {
        "connect": lambda one: {**one, "to": [NEW.format(key) for key in one["to"]]} if "to" in one else one,
        "buckets": lambda keys: [NEW.format(key) for key in keys],
        "secrets": lambda secrets: {name: _secret(one) for name, one in secrets.items()},
        "log_router": lambda one: {**one, "bucket": NEW.format(one["bucket"])} if one.get("bucket") else one,
        "egress": lambda ways: [{**way, "to": _peer(way["to"])} for way in ways],
        "ingress": lambda ways: [{**way, "from": _peer(way["from"])} for way in ways],
    }
    return {key: changes[key](value) if value and key in changes else value for key, value in service.items()}


def _secret(secret: Any) -> Any:
    if isinstance(secret, dict):
        return {**secret, "secret": _secret(secret["secret"])} if "secret" in secret else secret
    start, dot, key = secret.partition(".")
    return f"{start}.{NEW.format(key)}" if dot and start == "database" else secret


def _peer(peer: str) -> str:
    return peer if "/" in peer or peer.startswith("sg-") else NEW.format(peer)
