"""The days that follow from the date of a release."""

from __future__ import annotations

from relinfra.evidence.record import Record, day, figure, parts
from relinfra.release import MilestoneName

__all__ = ["MilestoneFacts", "Schedule"]


class MilestoneFacts(Record):
    """The day of a milestone, and by how many days a weekend or a freeze moved it."""

    date = day()
    moved = figure("days")


class Schedule(Record):
    """The milestones of a release."""

    milestones = parts(MilestoneFacts, "")

    def milestone(self, name: MilestoneName) -> MilestoneFacts:
        """Return one of them."""
        return Schedule.milestones.get(self, name)
