"""The recovery region of a stage, as every way into it and back from it speaks of it."""

from __future__ import annotations

from collections.abc import Iterable

from relinfra.evidence.records.recovery import StandbyService
from relinfra.evidence.records.stage import Stage
from relinfra.runbook.checks import answers
from relinfra.runbook.database_writers import tasks_ended
from relinfra.runbook.standby_services import there
from relinfra.runbook.step import Given, Kind, Step

__all__ = ["customers_answered", "objects_home", "regions", "silent"]


def regions(stage: Stage) -> dict[str, Given]:
    """Return what names the stage, the region it goes to and that which it comes from."""
    return {"stage": stage.title, "region": stage.recovery.region, "home": stage.region}


def customers_answered(stage: Stage) -> tuple[Step, ...]:
    """Return the questions to every service, the way a customer asks."""
    return tuple(step for one in stage.services for step in answers(one))


def silent(stage: Stage, services: Iterable[StandbyService]) -> tuple[Step, ...]:
    """Return how nothing is written in the recovery region any more."""
    return tuple(step for one in services for step in tasks_ended(there(stage, one)))


def objects_home(stage: Stage) -> tuple[Step, ...]:
    """Return how objects that were written in the recovery region come home: S3 replicates none of them back."""
    away: dict[str, Given] = {"region": stage.region, "from_region": stage.recovery.region}
    known = [{**away, "bucket": one.name, "replica": one.replica} for one in stage.recovery.buckets]
    return tuple(Step("objects_home", Kind.ACT, "sync_objects", one) for one in known if all(one.values()))
