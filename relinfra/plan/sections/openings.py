"""Ways in and out of a service's tasks, each with what it is for."""

from __future__ import annotations

from relinfra.evidence import value_of
from relinfra.evidence.records.service import Opening, Service
from relinfra.plan.model import Line, Statement
from relinfra.plan.say import say

__all__ = ["openings"]


def openings(service: Service) -> Line:
    """Return the ways that were opened beyond those a service needs anyway."""
    return tuple(_opening(one) for one in service.openings)


def _opening(one: Opening) -> Statement:
    ranged = value_of(one.first_port) != value_of(one.last_port)
    return say(
        "environments.egress" if value_of(one.direction) == "egress" else "environments.ingress",
        one.id,
        direction=one.direction,
        peer=one.peer,
        protocol=one.protocol,
        first=one.first_port,
        last=one.last_port if ranged else None,
        why=one.why,
    )
