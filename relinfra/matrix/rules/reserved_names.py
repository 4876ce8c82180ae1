"""Keys whose resources would meet others under the same Terraform or physical name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from relinfra.matrix.rules.finding import Scope

__all__ = ["keys_are_free"]

_RESERVED = {
    "services": {"load-balancer": "the load balancer's own resources", "main": "the cluster's own resources"},
    "databases": {"weekly": "the backup plan's own resources"},
    "buckets": {"access-logs": "the bucket of access logs", "load-balancer-logs": "the load balancer's logs"},
}
_SUFFIXES = {
    "services": ("alternate", "rollback", "test", "validation"),
    "databases": ("monitoring",),
    "buckets": ("replica",),
}


def keys_are_free(scope: Scope) -> Iterator[Finding]:
    """Refuse a key that leads to names which relinfra gives itself, alone or beside another key.

    Services and databases share a name space too: both name alarms.
    """
    environment = scope.environment
    keys: dict[str, Mapping[str, object]] = {
        "services": environment.services,
        "databases": environment.databases,
        "buckets": environment.buckets,
    }
    for section, entries in keys.items():
        for key in entries:
            taken = _taken(section, key, entries)
            if section == "databases" and key in environment.services:
                taken = f"the service `{key}`, whose alarms have the same names"
            if taken:
                yield Finding(scope.at(section, key), "another key", f"`{key}`, which is taken by {taken}")


def _taken(section: str, key: str, entries: Mapping[str, object]) -> str:
    if key in _RESERVED[section]:
        return _RESERVED[section][key]
    for suffix in _SUFFIXES[section]:
        base = key.removesuffix(f"-{suffix}")
        if base != key and base in entries:
            return f"resources of `{base}`"
    return ""
