"""The authority matrix as every set of documents renders it: each trigger of a rollback, and its decider."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Facts
from relinfra.plan.model import Block, Paragraph, Row, Subheading, Table
from relinfra.plan.say import label
from relinfra.plan.sections.approvals import fails_in_one
from relinfra.plan.sections.triggers import URGENCIES, triggers

__all__ = ["authority"]

_HEADINGS = ("when", "then", "who", "within")


def authority(facts: Facts, level: int = 3) -> Iterator[Block]:
    """Yield a table for each urgency: when, what happens, who decides, how they are reached, how soon.

    Before them stands what holds where customers use several environments.
    """
    several = fails_in_one(facts, "authority")
    if several:
        yield Paragraph(several)
    headings = tuple(label(f"return.heading.{name}") for name in _HEADINGS)
    found = triggers(facts)
    for urgency in URGENCIES:
        rows = [Row(tuple((line,) for line in one.lines)) for one in found if one.urgency == urgency]
        if rows:
            yield Subheading((label(f"trigger.urgency.{urgency}"),), level)
            yield Table(headings, tuple(rows))
