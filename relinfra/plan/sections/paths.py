"""Which requests get to a service."""

from __future__ import annotations

from fnmatch import fnmatchcase

from relinfra.evidence import Node

__all__ = ["routed"]


def routed(service: Node) -> bool:
    """Whether a request for a service's health check, asked for from outside, gets to that service."""
    paths, path = service.read_value("paths"), service.read_value("health.path")
    return not isinstance(paths, tuple) or any(fnmatchcase(str(path), pattern) for pattern in paths)
