"""The work of a release: what each role does in each phase, its hours, their totals, and what they cost."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from relinfra.evidence import Fact, Facts
from relinfra.evidence.record import Field
from relinfra.evidence.records.release_file import Person, Work
from relinfra.plan.missing import field
from relinfra.plan.model import Block, Line, Paragraph, Row, Statement, Table
from relinfra.plan.people import ROLES
from relinfra.plan.say import label, say
from relinfra.release import Role

__all__ = ["cost_of_work", "every_hour", "work_by_phase"]

_PHASES: tuple[Field[float | int | str], ...] = (Work.planning, Work.testing, Work.release)
_WORKING = ROLES[:7]


def work_by_phase(facts: Facts) -> tuple[Block, ...]:
    """Return what each role does in each phase and for how long; a role without hours says its share of time."""
    headings = tuple(label(f"team.heading.{name}") for name in ("role", "planning", "testing", "release", "share"))
    rows = [_row(facts, role) for role in ROLES if role in _WORKING or _hours(facts, role)]
    day = facts.release.calendar.day_hours
    long = (Paragraph((say("team.day", hours=day),)),) if day else ()
    return (Table(headings, (*rows, *_total(facts))), *long)


def every_hour(facts: Facts) -> Fact | None:
    """Return the hours of all roles in all phases together, None where nobody has said any."""
    return _sum("all", (hours for role in ROLES for hours in _hours(facts, role)))


def cost_of_work(facts: Facts) -> Fact | None:
    """Return what all hours cost, where it is said what one costs."""
    hours, rate = every_hour(facts), facts.release.hourly_cost.amount
    if hours is None or rate is None:
        return None
    cost = Decimal(str(hours.value)) * Decimal(str(rate.value))
    return Fact("costs.work", float(cost), "", (*hours.evidence, *rate.evidence), "hours_times_cost")


def _row(facts: Facts, role: Role) -> Row:
    who = facts.release.person(role)
    cells: list[Line] = [(label("team.role", role=role),)]
    for phase in _PHASES:
        does = (label(f"team.work.{phase.name}.{role}"),) if role in _WORKING else ()
        hours = phase.of(who.hours)
        cells.append((*does, say("team.hours", f"{role}.{phase.name}", hours=hours)) if hours else does)
    cells.append(_time(facts, role))
    return Row(tuple((cell,) for cell in cells))


def _time(facts: Facts, role: Role) -> Line:
    """Return the hours of a role in all phases, and its share of time; asked for where neither is said."""
    who = facts.release.person(role)
    total = _sum(role, _hours(facts, role))
    hours: tuple[Statement, ...] = (say("team.hours_of", role, hours=total),) if total else ()
    share = (field(who, Person.commitment, "team.share"),) if who.commitment or not total else ()
    return (*hours, *share)


def _total(facts: Facts) -> tuple[Row, ...]:
    every = every_hour(facts)
    if every is None:
        return ()
    cells: list[Line] = [(label("team.all_hours"),)]
    for phase in _PHASES:
        found = _sum(phase.name, (one for role in ROLES if (one := phase.of(facts.release.person(role).hours))))
        cells.append((say("team.hours_of", phase.name, hours=found),) if found else ())
    cells.append((say("team.hours_of", "all", hours=every),))
    return (Row(tuple((cell,) for cell in cells)),)


def _hours(facts: Facts, role: Role) -> tuple[Fact, ...]:
    work = facts.release.person(role).hours
    return tuple(hours for phase in _PHASES if (hours := phase.of(work)))


def _sum(of: str, hours: Iterable[Fact]) -> Fact | None:
    found = tuple(hours)
    if not found:
        return None
    total = sum(Decimal(str(one.value)) for one in found)
    return Fact(
        f"people.hours.{of}", float(total), "hours", tuple(proof for one in found for proof in one.evidence), "sum"
    )
