"""Sessions (ECS Exec): who may open a shell in a running task, and where that is recorded."""

from __future__ import annotations

from relinfra.evidence import Facts
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Line
from relinfra.plan.say import command, say
from relinfra.plan.stages import deployed

__all__ = ["sessions"]


def sessions(facts: Facts) -> tuple[Line, ...]:
    """Return a line for each service whose tasks people may enter."""
    services = [(stage, service) for stage in deployed(facts) for service in stage.services]
    return tuple(_entered(stage, service) for stage, service in services if service.sessions.allowed)


def _entered(stage: Stage, service: Service) -> Line:
    shell, name, about = service.sessions, service.name, service.id
    given = {"allowed": shell.allowed, "read_only": shell.read_only}
    line = [say("secrets.sessions", about, stage=stage.title, name=name, **given)]
    line.append(say("secrets.recorded" if shell.log_group else "secrets.unrecorded", about, group=shell.log_group))
    place = {"region": stage.region, "cluster": service.cluster, "container": shell.container}
    return (*line, command("enter_task", about, name=name, **place)) if all(place.values()) else tuple(line)
