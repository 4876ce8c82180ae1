"""Rollback alarms: those that roll a deployment back by themselves."""

from __future__ import annotations

from relinfra.claims import AlarmsRollBack, alarms_roll_back
from relinfra.evidence import Fact, value_of
from relinfra.evidence.records.alarm import Alarm
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage

__all__ = ["acting_alarms", "acting_claims", "counted", "rollback_alarms"]


def rollback_alarms(service: Service) -> Fact[tuple[str, ...]] | None:
    """Return the rollback alarms of a service: those that roll its deployment back; None where none does."""
    claim = alarms_roll_back(service)
    return claim.alarms if claim.holds else None


def counted(service: Service) -> bool:
    """Whether a load balancer counts a service's requests, so that alarms of them can turn a deployment back."""
    return service.health.path is not None


def acting_claims(stage: Stage) -> dict[str, AlarmsRollBack]:
    """Return, by the ids of a stage's rollback alarms, the claim that they roll a deployment back."""
    claims = [claim for service in stage.services if (claim := alarms_roll_back(service)).holds]
    by_name = {name: claim for claim in claims for name in value_of(claim.alarms) or ()}
    return {alarm.id: by_name[name] for alarm in stage.alarms if (name := value_of(alarm.name) or "") in by_name}


def acting_alarms(stage: Stage) -> tuple[Alarm, ...]:
    """Return the rollback alarms of a stage."""
    acting = acting_claims(stage)
    return tuple(alarm for alarm in stage.alarms if alarm.id in acting)
