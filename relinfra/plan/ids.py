"""Owners of short ids: MON- an alarm or a metric, RUN- a runbook, TEST- a test, RISK- a risk."""

from __future__ import annotations

from typing import TypeAlias

from relinfra.evidence import Facts
from relinfra.evidence.records.rollout import CodeDeploy
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage

__all__ = ["Link", "alarms_of", "databases_of", "journeys_of", "replacing", "runbooks_of"]


Link: TypeAlias = tuple[str, str]
"""Kind and key of an id, such as `("MON", "production.alarm.web_5xx")`."""


def alarms_of(stage: Stage) -> tuple[Link, ...]:
    """Return the alarms of a stage."""
    return tuple(("MON", alarm.id) for alarm in stage.alarms if alarm.name)


def replacing(service: Service) -> tuple[Link, ...]:
    """Return the runbooks of a deployment: the one that starts it, where people or a job do, and the way back."""
    started = (
        (("RUN", f"{service.id}.deployment"),)
        if isinstance(service.rollout, CodeDeploy) and service.rollout.output
        else ()
    )
    return (*started, ("RUN", service.id))


def databases_of(stage: Stage) -> tuple[Link, ...]:
    """Return the runbooks that restore the databases of a stage."""
    return tuple(("RUN", database.id) for database in stage.databases if database.identifier)


def runbooks_of(stage: Stage) -> tuple[Link, ...]:
    """Return every runbook of a stage."""
    lost = (("RUN", f"{stage.id}.recovery"),) if stage.recovery.region else ()
    services = tuple(link for service in stage.services for link in (*_migrating(service), *replacing(service)))
    return (*services, *databases_of(stage), *lost)


def _migrating(service: Service) -> tuple[Link, ...]:
    return (("RUN", f"{service.id}.migration"),) if service.migration.family else ()


def journeys_of(facts: Facts) -> tuple[Link, ...]:
    """Return the user journeys of the release."""
    return tuple(("TEST", journey.id) for journey in facts.release.journeys)
