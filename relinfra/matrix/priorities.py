"""In which order the rules of a shared load balancer are tried."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from relinfra.matrix.models.formerly import named_after

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relinfra.matrix.models import Domain, Service

__all__ = ["listener_priorities"]

_ONLY = 10
_FIRST_WITH_PATHS = 1_000
_FIRST_WITHOUT = 25_000
_LONGEST = 128
_BAND = (_FIRST_WITHOUT - _FIRST_WITH_PATHS) // (_LONGEST + 1)


def listener_priorities(services: Mapping[str, Service]) -> dict[str, int]:
    """Return the priority of every service behind the load balancer: its own, or one derived from key and paths.

    A service's number depends on no other service and on no order, so that adding one never moves another; only the
    first of all, alone with 10, moves once when a second comes.
    """
    served = {key: service.domain for key, service in services.items() if service.domain}
    return {
        key: domain.priority or _derived(named_after(key, services[key]), domain, len(served))
        for key, domain in served.items()
    }


def _derived(key: str, domain: Domain, served: int) -> int:
    if served == 1:
        return _ONLY
    spread = crc32(key.encode())
    if not domain.paths:
        return _FIRST_WITHOUT + spread % _FIRST_WITHOUT
    longest = max(len(_fixed(path)) for path in domain.paths)
    return _FIRST_WITH_PATHS + (_LONGEST - longest) * _BAND + spread % _BAND


def _fixed(pattern: str) -> str:
    """Return what a pattern begins with before its first wildcard."""
    return pattern.partition("*")[0].partition("?")[0]
