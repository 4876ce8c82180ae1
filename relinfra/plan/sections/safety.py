"""What turns a deployment back by itself."""

from __future__ import annotations

from relinfra.evidence import Fact, Node

__all__ = ["acting_alarms", "counted", "turning_back", "undone"]

_ON_ALARM = "DEPLOYMENT_STOP_ON_ALARM"
_ON_FAILURE = "DEPLOYMENT_FAILURE"


def turning_back(service: Node) -> Fact | None:
    """Return the alarms that turn a service's deployment back, None where none does."""
    if service.node("code_deploy").empty:
        acts = service.read_value("deployment.alarms_rollback")
        return service.fact("deployment.alarms") if acts else None
    events = service.read_value("code_deploy.rollback_events")
    asked = isinstance(events, tuple) and _ON_ALARM in events
    acts = service.read_value("code_deploy.rollback") and service.read_value("code_deploy.alarms_enabled") and asked
    return service.fact("code_deploy.alarms") if acts else None


def undone(service: Node) -> Fact | None:
    """Return the events after which CodeDeploy undoes a deployment, None where a failed one stays as it is."""
    events = service.fact("code_deploy.rollback_events")
    asked = events is not None and isinstance(events.value, tuple) and _ON_FAILURE in events.value
    return events if asked and service.read_value("code_deploy.rollback") else None


def counted(service: Node) -> bool:
    """Whether a load balancer counts a service's requests, so that alarms of them can turn a deployment back."""
    return service.fact("health.path") is not None


def acting_alarms(stage: Node) -> tuple[Node, ...]:
    """Return the alarms of a stage that turn a deployment back."""
    acting = [acts.value for service in stage.nodes("service") if (acts := turning_back(service))]
    names = {name for value in acting if isinstance(value, tuple) for name in value}
    return tuple(alarm for alarm in stage.nodes("alarm") if alarm.read_value("name") in names)
