"""Absences while a release is deployed: on its day, and on the next where the window lasts over midnight."""

from __future__ import annotations

from datetime import date

from relinfra.domain.release_window import last_day
from relinfra.evidence import Facts, value_of
from relinfra.evidence.records.release_file.people import Absence

__all__ = ["is_away"]


def is_away(facts: Facts, absence: Absence) -> bool:
    """Whether somebody is away on one of these days; not where a day is unknown."""
    first, last = value_of(absence.from_), value_of(absence.to)
    day = value_of(facts.schedule.milestone("release").date)
    if not (first and last and day):
        return False
    return first <= _end(facts, day) and day <= last


def _end(facts: Facts, day: str) -> str:
    start, minutes = facts.release.window.start, facts.release.window.minutes
    if not (start and minutes and minutes.number):
        return day
    return last_day(date.fromisoformat(day), start.value, minutes.number).isoformat()
