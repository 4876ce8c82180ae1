"""Records of a release's content."""

from __future__ import annotations

from relinfra.evidence.record import Record, figure, flag, text, texts

__all__ = ["BreakingChange", "DatabaseChange", "Feature", "Fix", "Flag", "Improvement", "Limitation", "System"]


class Feature(Record):
    """Something new for users."""

    title = text()
    description = text()
    value = text()
    example = text()
    epic = text()
    ticket = text()
    owner = text()
    status = text()
    depends_on = texts()
    flag = text()
    help = text()


class Fix(Record):
    """Something that was broken."""

    title = text()
    severity = text()
    ticket = text()
    impact = text()
    check = text()
    owner = text()


class Improvement(Record):
    """Something that works better."""

    title = text()
    kind = text()
    ticket = text()
    owner = text()


class BreakingChange(Record):
    """Something others have to adapt to."""

    title = text()
    reason = text()
    migration = text()
    removal = text()
    ticket = text()
    owner = text()


class DatabaseChange(Record):
    """A change of a schema or of data."""

    description = text()
    service = text()
    database = text()
    backward_compatible = flag()
    minutes = figure("minutes")
    rehearsed_in = text()
    rollback = text()
    cleanup = text()


class Limitation(Record):
    """A known limitation, which users should hear of."""

    description = text()
    workaround = text()
    planned = text()


class Flag(Record):
    """A feature flag."""

    service = text()
    description = text()
    owner = text()
    rollout_percent = texts("percent")
    fallback = text()


class System(Record):
    """A system of others that the release depends on."""

    kind = text()
    breaks = text()
    check = text()
    contact = text()
