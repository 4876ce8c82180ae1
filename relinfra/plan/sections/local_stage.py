"""The local stage: what its Compose file says runs on a developer's machine."""

from __future__ import annotations

from relinfra.evidence import value_of
from relinfra.evidence.records.compose import Container
from relinfra.evidence.records.stage import Stage
from relinfra.plan.missing import missing
from relinfra.plan.model import Line, Statement
from relinfra.plan.say import label, say

__all__ = ["local_cells"]

_DATA = ("database", "object-store")
_BESIDE = (*_DATA, "health", "sqlite")
"""Kinds of containers that run nothing of the team's own."""


def local_cells(stage: Stage) -> tuple[tuple[Line, ...], ...]:
    """Return where a local stage runs, what runs its services, and what keeps its data, a line each."""
    return (_place(stage),), _runtime(stage), _data(stage)


def _place(stage: Stage) -> Line:
    if stage.target is None:
        return (label("none"),)
    return (say("environments.local_place", stage.id, target=stage.target, file=stage.compose.file),)


def _runtime(stage: Stage) -> tuple[Line, ...]:
    if stage.compose.file is None:
        return ((missing("local.compose", f"{stage.id}.compose", stage.id),),)
    run = (one for one in stage.compose.containers if value_of(one.kind) not in _BESIDE)
    return tuple((_container(one),) for one in run) or ((label("none"),),)


def _container(one: Container) -> Statement:
    given = {"image": one.image, "build": one.build, "port": one.port, "awaits": one.awaits}
    return say("environments.local_service", one.id, name=one.name, **given)


def _data(stage: Stage) -> tuple[Line, ...]:
    stores = [one for one in stage.compose.containers if value_of(one.kind) in _DATA]
    declared, contained = stage.local_database, any(value_of(one.kind) == "database" for one in stores)
    said = ((say("environments.local_data", stage.id, database=declared),),) if declared and not contained else ()
    return (*said, *((_store(one),) for one in stores)) or ((label("none"),),)


def _store(one: Container) -> Statement:
    return say("environments.local_store", one.id, name=one.name, image=one.image, buckets=one.buckets)
