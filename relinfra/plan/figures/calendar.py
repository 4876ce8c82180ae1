"""The milestones of the release on a calendar."""

from __future__ import annotations

from datetime import date

from relinfra.evidence import Fact, Facts
from relinfra.plan.diagrams import Phase, Schedule, Span
from relinfra.plan.milestones import MILESTONES
from relinfra.plan.model import Diagram, Line
from relinfra.plan.say import label, say
from relinfra.release import MilestoneName

__all__ = ["calendar"]

_RELEASE = MILESTONES.index("release")
_PHASES = {"before": MILESTONES[:_RELEASE], "after": MILESTONES[_RELEASE:]}


def calendar(facts: Facts) -> tuple[Diagram, ...]:
    """Return the diagram of the schedule, none where no day is known."""
    phases = [phase for name, milestones in _PHASES.items() if (phase := _phase(facts, name, milestones)).spans]
    days = tuple(fact for name in MILESTONES if (fact := _day(facts, name)))
    if not phases:
        return ()
    caption = (say("figure.schedule", "", days=days, release=facts.release.date),)
    return (Diagram(caption, Schedule(tuple(phases))),)


def _phase(facts: Facts, name: str, milestones: tuple[MilestoneName, ...]) -> Phase[Line]:
    days = [(milestone, _day(facts, milestone)) for milestone in milestones]
    return Phase((label(f"figure.phase.{name}"),), tuple(_span(name, day) for name, day in days if day))


def _span(name: str, day: Fact[str]) -> Span[Line]:
    return Span((label(f"milestone.{name}"), say("figure.day", name, day=day)), date.fromisoformat(day.value))


def _day(facts: Facts, name: MilestoneName) -> Fact[str] | None:
    return facts.schedule.milestone(name).date
