"""Who may open a shell in a running task, and where that is recorded."""

from __future__ import annotations

from relinfra.evidence import Facts, Node
from relinfra.plan.model import Line
from relinfra.plan.say import command, say
from relinfra.plan.stages import deployed

__all__ = ["sessions"]


def sessions(facts: Facts) -> tuple[Line, ...]:
    """Return a line for each service whose tasks people may enter."""
    services = [(stage, service) for stage in deployed(facts) for service in stage.nodes("service")]
    return tuple(_entered(stage, service) for stage, service in services if service.fact("sessions.allowed"))


def _entered(stage: Node, service: Node) -> Line:
    shell = service.node("sessions")
    name, group = service.fact("name"), shell.fact("log_group")
    given = {"allowed": shell.fact("allowed"), "read_only": shell.fact("read_only")}
    line = [say("secrets.sessions", service.id, stage=stage.fact("stage"), name=name, **given)]
    line.append(say("secrets.recorded" if group else "secrets.unrecorded", service.id, group=group))
    place = {"region": stage.fact("region"), "cluster": service.fact("cluster"), "container": shell.fact("container")}
    return (*line, command("enter_task", service.id, name=name, **place)) if all(place.values()) else tuple(line)
