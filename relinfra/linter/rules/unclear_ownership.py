"""Unclear ownership: nobody is named who decides, deploys, tests or is called, or it is one and the same everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from relinfra.domain.release_window import last_day
from relinfra.linter.context import LintContext
from relinfra.linter.finding import LintFinding, Remedy

if TYPE_CHECKING:
    from relinfra.release import Release
    from relinfra.release.models.people import Absence

__all__ = ["find"]

_ROLES = ("release_manager", "technical_lead", "devops_engineer", "qa_lead")
_PERSON = {"name": "Dana Petrova", "backup": "Lee Chen", "contact": "dana@example.com"}
_DUTY = {"name": "Tom Becker", "contact": "+1 555 0100", "from": "2026-12-07", "to": "2026-12-11"}


def find(context: LintContext) -> Iterator[LintFinding]:
    """Yield every sign of it."""
    release = context.release
    for live in (one for one in context.live if not one.approval):
        remedy = context.to_set("Set `approval`.", live.name, "approval", value={"reviewers": ["release-managers"]})
        yield context.in_matrix(f"nobody approves a release into {live.name}", remedy, live.name)
    if release is None:
        return
    yield from _people(context, release)
    yield from _on_call(context, release)
    for name, criterion in release.criteria.items():
        if criterion.owner is None and release.people:
            path = ("criteria", name)
            remedy = Remedy.to_set("Say `owner`.", *path, "owner", value=next(iter(release.people)))
            yield from context.in_release(f"nobody verifies criterion `{name}`", remedy, *path)
    for name, risk in release.risks.items():
        if risk.owner is None:
            remedy = Remedy.to_set("Say `owner`.", "risks", name, "owner", value="checkout-team")
            yield from context.in_release(f"nobody watches risk `{name}`", remedy, "risks", name)


def _people(context: LintContext, release: Release) -> Iterator[LintFinding]:
    for role in _ROLES:
        if role not in release.people:
            remedy = Remedy.to_set(f"Add `people.{role}`.", "people", role, value=_PERSON)
            yield from context.in_release(f"nobody is named as {role}", remedy, "people", role)
    names = {person.name.casefold() for person in release.people.values()}
    if len(release.people) > 1 and len(names) == 1:
        found = f"one person has all {len(release.people)} roles: nobody looks at what they do"
        yield from context.in_release(found, "Let another one decide, and another one test.", "people")
    for role, person in release.people.items():
        path = ("people", role)
        if person.backup and person.backup.casefold() == person.name.casefold():
            yield from context.in_release(
                f"{person.name} is their own backup as {role}", "Name another.", *path, "backup"
            )
        named = [one for one in release.absences.values() if one.name.casefold() == person.name.casefold()]
        if any(_away(release, one) and not one.cover for one in named):
            found = f"{person.name}, the {role}, is away while it is deployed, and nobody covers"
            yield from context.in_release(found, "Say who does in `absences`, or move the release.", *path)


def _away(release: Release, absence: Absence) -> bool:
    """Whether somebody is away while it is deployed, which may last beyond midnight."""
    day, window = release.date, release.window
    if day is None:
        return False
    end = last_day(day, str(window.start), window.minutes) if window else day
    return absence.from_ <= end and day <= absence.to


def _on_call(context: LintContext, release: Release) -> Iterator[LintFinding]:
    duty, day = release.on_call, release.date
    if duty is None:
        remedy = Remedy.to_set("Add `on_call`.", "on_call", value={"primary": _DUTY})
        yield from context.in_release("nobody is named to be called", remedy, "on_call")
        return
    for name, one in (("primary", duty.primary), ("secondary", duty.secondary)):
        path = ("on_call", name)
        if one and day and not one.from_ <= day <= one.to:
            when = "is over before" if one.to < day else "begins after"
            found = f"the duty of {one.name} {when} the day of the release, {day}"
            yield from context.in_release(found, "Let it cover that day and the days after it.", *path)
        elif one and day and one.to == day:
            found = f"the duty of {one.name} ends with the day of the release"
            yield from context.in_release(found, "What a release breaks often shows the day after.", *path)
    if duty.secondary and duty.secondary.name.casefold() == duty.primary.name.casefold():
        found = f"{duty.primary.name} is called first and second"
        yield from context.in_release(found, "Name another.", "on_call", "secondary")
