"""Calls between services of an environment."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relinfra.matrix.models import BaseService

__all__ = ["called_first", "called_services", "circle"]


def called_services(services: Mapping[str, BaseService]) -> frozenset[str]:
    """Return the keys of the services that another one calls."""
    return frozenset(called for key, service in services.items() for called in service.connect.to if called != key)


def called_first(services: Mapping[str, BaseService]) -> tuple[str, ...]:
    """Return every key, each after those of the services it calls; in the file's order where nobody calls."""
    return tuple(_sorter(services).static_order())


def circle(services: Mapping[str, BaseService]) -> tuple[str, ...]:
    """Return services that call each other in a circle, the first of them last again; empty where none do."""
    try:
        _sorter(services).prepare()
    except CycleError as error:
        return tuple(reversed(error.args[1]))
    return ()


def _sorter(services: Mapping[str, BaseService]) -> TopologicalSorter[str]:
    return TopologicalSorter(
        {
            key: [one for one in service.connect.to if one in services and one != key]
            for key, service in services.items()
        }
    )
