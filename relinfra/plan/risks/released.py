"""Risks of what a release contains: migrations, breaking changes, tests, flags, other systems, absences, waivers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from relinfra.evidence import Facts
from relinfra.evidence.records.project import Waiver
from relinfra.evidence.records.release_file import Absence, BreakingChange, DatabaseChange, Flag, Suite, System
from relinfra.plan.absences import is_away
from relinfra.plan.history import Breaking
from relinfra.plan.history import breaking as commits_breaking
from relinfra.plan.missing import missing
from relinfra.plan.model import Given
from relinfra.plan.risks.kind import raised
from relinfra.plan.risks.reading import day, number
from relinfra.plan.risks.risk import Risk
from relinfra.plan.say import say

__all__ = ["WAIVER_DAYS", "released"]

WAIVER_DAYS = 30
"""How many days after the release an expiring waiver is still one of its risks: the time in which it is followed up."""


def released(facts: Facts) -> Iterator[Risk]:
    """Yield the risks of `release.*`, and of the waivers that end about its date."""
    release = facts.release
    for change in release.database_changes:
        yield from _migration(facts, change)
    for breaking in release.breaking_changes:
        yield from _breaking(facts, breaking)
    for broken in commits_breaking(facts):
        yield _broken(facts, broken)
    for suite in release.tests:
        yield from _tests(facts, suite)
    for flag in release.flags:
        yield from _flag(facts, flag)
    for system in release.systems:
        yield from _system(facts, system)
    for absence in release.absences:
        yield from _absence(facts, absence)
    for waiver in facts.project.waivers:
        yield from _waiver(facts, waiver)


def _migration(facts: Facts, change: DatabaseChange) -> Iterator[Risk]:
    compatible = change.backward_compatible
    given: dict[str, Given] = {
        "change": change.key,
        "description": change.description,
        "rollback": change.rollback,
    }
    path = f"database_changes.{change.key}.rollback"
    asked = {} if given["rollback"] else {"contingency.restore": missing("database_changes.rollback", path)}
    if compatible and compatible.value is False:
        why = say("risk.incompatible_migration.why", change.id, compatible=compatible, **given)
        yield raised(facts, "incompatible_migration", change.id, ((why,),), given, asked=asked)
    if change.rehearsed_in is None:
        why = say("risk.unrehearsed_migration.why", change.id, **given)
        yield raised(facts, "unrehearsed_migration", change.id, ((why,),), given, asked=asked)


def _breaking(facts: Facts, change: BreakingChange) -> Iterator[Risk]:
    given: dict[str, Given] = {"title": change.title, "reason": change.reason, "migration": change.migration}
    reason = (say("risk.breaking_change.reason", change.id, **given),) if given["reason"] else ()
    path = f"breaking_changes.{change.key}.migration"
    todo = say("risk.breaking_change.why", change.id, **given)
    why = (*reason, todo if given["migration"] else missing("breaking_changes.migration", path))
    yield raised(facts, "breaking_change", change.id, (why,), given)


def _broken(facts: Facts, broken: Breaking) -> Risk:
    """Return the risk of a breaking change that only a commit tells of."""
    about = broken.commit.id
    given: dict[str, Given] = {"title": broken.title, "reason": None, "migration": None}
    found = raised(facts, "breaking_change", about, broken.lines("risk.breaking_change.broken", "risk."), given)
    return replace(found, commit=broken.commit.key)


def _tests(facts: Facts, suite: Suite) -> Iterator[Risk]:
    passed, total = suite.passed, suite.total
    if passed and total and number(passed) < number(total):
        given: dict[str, Given] = {
            "suite": suite.key,
            "passed": passed,
            "total": total,
            "report": suite.report,
        }
        why = say("risk.tests_failed.why", suite.id, **given)
        yield raised(facts, "tests_failed", suite.id, ((why,),), given)


def _flag(facts: Facts, flag: Flag) -> Iterator[Risk]:
    if flag.fallback is None:
        given: dict[str, Given] = {"flag": flag.key, "description": flag.description}
        why = say("risk.flag_without_fallback.why", flag.id, **given)
        yield raised(facts, "flag_without_fallback", flag.id, ((why,),), given)


def _system(facts: Facts, system: System) -> Iterator[Risk]:
    breaks = system.breaks
    if breaks:
        given: dict[str, Given] = {
            "system": system.key,
            "breaks": breaks,
            "check": system.check,
            "contact": system.contact,
        }
        parts = {"check": "mitigation.check", "contact": "contingency.call"}
        unsaid = {name: part for name, part in parts.items() if not given[name]}
        asked = {part: missing(f"systems.{name}", f"systems.{system.key}.{name}") for name, part in unsaid.items()}
        why = say("risk.external_system.why", system.id, **given)
        yield raised(facts, "external_system", system.id, ((why,),), given, asked=asked)


def _absence(facts: Facts, absence: Absence) -> Iterator[Risk]:
    """Yield that somebody is away while it is deployed whom nobody covers."""
    if is_away(facts, absence) and absence.cover is None:
        given: dict[str, Given] = {
            "name": absence.name,
            "from": absence.from_,
            "to": absence.to,
            "day": facts.schedule.milestone("release").date,
        }
        why = say("risk.absence.why", absence.id, **given)
        yield raised(facts, "absence", absence.id, ((why,),), given)


def _waiver(facts: Facts, waiver: Waiver) -> Iterator[Risk]:
    expires, released_on = waiver.expires, facts.release.date
    end, on = day(expires), day(released_on)
    if end and on and end <= on + timedelta(days=WAIVER_DAYS):
        given: dict[str, Given] = {
            "expires": expires,
            "date": released_on,
            "policy": waiver.policy,
            "resources": waiver.resources,
            "reason": waiver.reason,
        }
        why = say("risk.waiver_ends.why", waiver.id, **given)
        yield raised(facts, "waiver_ends", waiver.id, ((why,),), given, owner=waiver.owner)
