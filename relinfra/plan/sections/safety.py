"""Rollback alarms, and the other things that roll a deployment back by itself."""

from __future__ import annotations

from relinfra.claims import alarms_roll_back, failure_rolls_back
from relinfra.evidence import Fact, value_of
from relinfra.evidence.records.alarm import Alarm
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage

__all__ = ["acting_alarms", "counted", "turning_back", "undone"]


def turning_back(service: Service) -> Fact[tuple[str, ...]] | None:
    """Return the rollback alarms of a service: those that roll its deployment back; None where none does."""
    claim = alarms_roll_back(service)
    return claim.alarms if claim.holds else None


def undone(service: Service) -> Fact[tuple[str, ...]] | None:
    """Return the events after which CodeDeploy undoes a deployment, None where a failed one stays as it is."""
    claim = failure_rolls_back(service)
    return claim.events if claim.holds else None


def counted(service: Service) -> bool:
    """Whether a load balancer counts a service's requests, so that alarms of them can turn a deployment back."""
    return service.health.path is not None


def acting_alarms(stage: Stage) -> tuple[Alarm, ...]:
    """Return the rollback alarms of a stage."""
    names = {name for service in stage.services for name in value_of(turning_back(service)) or ()}
    return tuple(alarm for alarm in stage.alarms if value_of(alarm.name) in names)
