"""What turns a deployment back by itself."""

from __future__ import annotations

from relinfra.evidence import Fact, value_of
from relinfra.evidence.records.alarm import Alarm
from relinfra.evidence.records.rollout import CodeDeploy
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage

__all__ = ["acting_alarms", "counted", "turning_back", "undone"]

_ON_ALARM = "DEPLOYMENT_STOP_ON_ALARM"
_ON_FAILURE = "DEPLOYMENT_FAILURE"


def turning_back(service: Service) -> Fact[tuple[str, ...]] | None:
    """Return the alarms that turn a service's deployment back, None where none does."""
    rollout = service.rollout
    if not isinstance(rollout, CodeDeploy):
        return rollout.alarms if value_of(rollout.alarms_rollback) else None
    asked = _ON_ALARM in (value_of(rollout.rollback_events) or ())
    acts = value_of(rollout.rollback) and value_of(rollout.alarms_enabled) and asked
    return rollout.alarms if acts else None


def undone(service: Service) -> Fact[tuple[str, ...]] | None:
    """Return the events after which CodeDeploy undoes a deployment, None where a failed one stays as it is."""
    rollout = service.rollout
    if not isinstance(rollout, CodeDeploy):
        return None
    asked = _ON_FAILURE in (value_of(rollout.rollback_events) or ())
    return rollout.rollback_events if asked and value_of(rollout.rollback) else None


def counted(service: Service) -> bool:
    """Whether a load balancer counts a service's requests, so that alarms of them can turn a deployment back."""
    return service.health.path is not None


def acting_alarms(stage: Stage) -> tuple[Alarm, ...]:
    """Return the alarms of a stage that turn a deployment back."""
    names = {name for service in stage.services for name in value_of(turning_back(service)) or ()}
    return tuple(alarm for alarm in stage.alarms if value_of(alarm.name) in names)
