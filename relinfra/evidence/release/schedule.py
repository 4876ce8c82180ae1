"""The days that follow from the date of a release and its calendar."""

from __future__ import annotations

from relinfra.evidence.fact import FileEvidence
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.schedule import MilestoneFacts, Schedule
from relinfra.release import Milestone, ReleaseFile, milestones

__all__ = ["collect"]


def collect(file: ReleaseFile, recorder: Recorder) -> None:
    """Collect each milestone with its day, and by how many days a weekend or a freeze moved it."""
    for one in milestones(file.release):
        own, proofs = recorder.one(Schedule.milestones, one.name), _proofs(file, one)
        own.add(MilestoneFacts.date, one.day.isoformat(), *proofs, how="days_from_release")
        if one.moved:
            own.add(MilestoneFacts.moved, one.moved, *proofs, how="working_day")


def _proofs(file: ReleaseFile, one: Milestone) -> tuple[FileEvidence, ...]:
    day = FileEvidence(file.path, file.line("date"), str(file.release.date))
    freezes = (FileEvidence(file.path, file.line("calendar", "freezes", name), name) for name in one.freezes)
    return (day, *freezes)
