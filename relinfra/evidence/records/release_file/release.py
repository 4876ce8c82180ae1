"""The record of one release, field by field as its model has it."""

from __future__ import annotations

from relinfra.evidence.record import Record, day, figure, part, parts, text, texts
from relinfra.evidence.records.release_file.content import (
    BreakingChange,
    DatabaseChange,
    Feature,
    Fix,
    Flag,
    Improvement,
    Limitation,
    System,
)
from relinfra.evidence.records.release_file.people import Absence, Channels, OnCall, Person
from relinfra.evidence.records.release_file.planning import (
    Acceptance,
    Branching,
    Calendar,
    CommitSource,
    Communication,
    Cost,
    HourlyCost,
    LogPattern,
    Mvp,
    Needs,
    Rehearsal,
    Support,
    Window,
)
from relinfra.evidence.records.release_file.quality import Baselines, Criterion, Journey, Metric, Risk, Suite
from relinfra.release import Role

__all__ = ["Release"]


class Release(Record):
    """One release, as only people know it."""

    version = text()
    previous = text()
    name = text()
    summary = text()
    reason = text()
    value = text()
    audience = text()
    ticket = text()
    status = text()
    planning_started = day()
    date = day()
    window = part(Window)
    cadence = text()
    calendar = part(Calendar)
    people = parts(Person)
    on_call = part(OnCall)
    absences = parts(Absence)
    channels = part(Channels)
    updates_minutes = figure("minutes")
    communications = parts(Communication)
    features = parts(Feature)
    fixes = parts(Fix)
    improvements = parts(Improvement)
    breaking_changes = parts(BreakingChange)
    database_changes = parts(DatabaseChange)
    limitations = parts(Limitation)
    out_of_scope = texts()
    flags = parts(Flag)
    systems = parts(System)
    history = parts(CommitSource)
    journeys = parts(Journey)
    tests = parts(Suite)
    baselines = part(Baselines)
    acceptance = part(Acceptance)
    rollback_rehearsal = part(Rehearsal)
    log_patterns = parts(LogPattern)
    metrics = parts(Metric)
    criteria = parts(Criterion)
    risks = parts(Risk)
    needs = part(Needs)
    mvp = part(Mvp)
    branching = part(Branching)
    costs = parts(Cost)
    hourly_cost = part(HourlyCost)
    constraints = texts()
    external_support = parts(Support)
    ui = text()

    def person(self, role: Role) -> Person:
        """Return who has a role."""
        return Release.people.get(self, role)
