"""Routing by path: which requests get to a service."""

from __future__ import annotations

from fnmatch import fnmatchcase

from relinfra.evidence import value_of
from relinfra.evidence.records.service import Service

__all__ = ["routed"]


def routed(service: Service) -> bool:
    """Whether a request for a service's health check, asked for from outside, gets to that service."""
    paths, path = value_of(service.paths), str(value_of(service.health.path))
    return paths is None or any(fnmatchcase(path, pattern) for pattern in paths)
