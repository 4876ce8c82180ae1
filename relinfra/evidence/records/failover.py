"""The failover that Route 53 makes by itself: a name, the record of it in each region, and the check that decides."""

from __future__ import annotations

from relinfra.evidence.record import Record, figure, flag, part, text
from relinfra.evidence.records.alarm import Watch

__all__ = ["FailoverName", "FailoverSide"]


class FailoverSide(Record):
    """The record of a name in one region, and what Route 53 asks to know whether it may lead there."""

    role = text(at="failover_routing_policy.type")
    follows_target_health = flag(at="alias.evaluate_target_health")
    asks = text()
    """The name that is asked, empty where the record has no check of its own."""
    type = text()
    path = text()
    interval_seconds = figure("seconds")
    failures = figure("checks")
    off = flag()
    """Whether the check is disabled or says the opposite of what it finds."""
    own_region = flag()
    """Whether the name that is asked leads to the load balancer that the record leads to, and nowhere else."""
    service = text()
    """The service that is asked: where the load balancer leads a request for that name and path."""
    matcher = text()
    together = flag()
    """Whether the record for IPv6 has the same part and the same check; nothing where there is none."""
    internal = flag()
    limit = figure("requests")
    watch = part(Watch)


class FailoverName(Record):
    """A name that Route 53 leads to one of two regions."""

    domain = text(source="domain.name")
    home = part(FailoverSide)
    away = part(FailoverSide)
