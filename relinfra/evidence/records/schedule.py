"""The days that follow from the date of a release."""

from __future__ import annotations

from relinfra.evidence.record import Record, day, figure, part

__all__ = ["MilestoneFacts", "Schedule"]


class MilestoneFacts(Record):
    """The day of a milestone, and by how many days a weekend or a freeze moved it."""

    date = day()
    moved = figure("days")


class Schedule(Record):
    """The milestones of a release, in order."""

    code_freeze = part(MilestoneFacts)
    qa_start = part(MilestoneFacts)
    staging = part(MilestoneFacts)
    acceptance = part(MilestoneFacts)
    customer_notice = part(MilestoneFacts)
    approval = part(MilestoneFacts)
    support_reminder = part(MilestoneFacts)
    release = part(MilestoneFacts)
    day_after = part(MilestoneFacts)
    stable = part(MilestoneFacts)
    retrospective = part(MilestoneFacts)
