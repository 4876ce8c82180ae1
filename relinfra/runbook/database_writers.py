"""The services that write to a database: stopped before it is replaced, and brought back when it has been."""

from __future__ import annotations

from relinfra.evidence import Fact
from relinfra.evidence.records.database import Database
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.runbook.checks import named, serves
from relinfra.runbook.step import Kind, Step

__all__ = ["brought_back", "stopped", "tasks_ended", "writers"]

_STOPPED_WITHIN = 15


def writers(stage: Stage, database: Database) -> tuple[Service, ...]:
    """Return the services that are led to a database by a secret or a login; all of the stage where none is known."""
    known = tuple(one for one in stage.services if one.uses(database.identifier))
    return known or stage.services


def stopped(stage: Stage, services: tuple[Service, ...]) -> tuple[Step, ...]:
    """Return how the tasks of services are stopped, so that nothing more is written."""
    return tuple(step for one in services for step in _stopped(stage, one))


def _stopped(stage: Stage, service: Service) -> tuple[Step, ...]:
    about = named(stage, service)
    if not all(about.values()):
        return (Step("writer_people", Kind.DECIDE, given={"name": service.name}),)
    return tasks_ended(about)


def tasks_ended(about: dict[str, Fact | None]) -> tuple[Step, ...]:
    """Return how the tasks of a service are stopped, and that none is left, given what names it to ECS."""
    return (
        Step("writer_stop", Kind.ACT, "tasks_to_none", about),
        Step("writer_stopped", Kind.AWAIT, "tasks_left", about, "0", minutes=_STOPPED_WITHIN),
    )


def brought_back(stage: Stage, services: tuple[Service, ...]) -> tuple[Step, ...]:
    """Return how services get their tasks again, and what is awaited of them."""
    return tuple(step for one in services for step in _back(stage, one))


def _back(stage: Stage, service: Service) -> tuple[Step, ...]:
    about: dict[str, Fact | None] = {**named(stage, service), "low": service.tasks_min, "high": service.tasks_max}
    if not all(about.values()):
        return (Step("writer_back_people", Kind.DECIDE, given={"name": service.name}),)
    return (Step("writer_back", Kind.ACT, "tasks_again", about), *serves(stage, service))
