"""The schedule, from the code freeze to the retrospective, and the day itself by the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from relinfra.claims import terraform_waits
from relinfra.evidence import Facts, value_of
from relinfra.evidence.records.release_file import Absence, DatabaseChange, Suite
from relinfra.plan.blocks import points, under
from relinfra.plan.criteria import criteria
from relinfra.plan.day.act import Turn
from relinfra.plan.day.acts import day
from relinfra.plan.day.clock import when
from relinfra.plan.figures import calendar
from relinfra.plan.milestones import on_day, window
from relinfra.plan.missing import field, known, missing
from relinfra.plan.model import Block, Bullet, Bullets, Check, Checklist, Line, Row, Section, Subheading, Table
from relinfra.plan.people import approvers, person
from relinfra.plan.release_state import approved_by
from relinfra.plan.say import again, asserted, label, say
from relinfra.plan.sections.migrations import migration
from relinfra.plan.sections.schema_order import order_forth
from relinfra.plan.sections.upgrades import announced, upgraded
from relinfra.plan.stages import before_live, live_services
from relinfra.plan.traffic_shift import bake_minutes
from relinfra.release import RESPONSIBLE, MilestoneName, Role

__all__ = ["timeline"]

_PHASES: dict[MilestoneName, tuple[str, ...]] = {
    "code_freeze": ("complete", "reviewed", "unit", "integration", "documented", "drafted"),
    "qa_start": ("regression", "performance", "scans", "accessibility", "browsers", "blocking"),
    "staging": ("deployed", "migrated", "smoke", "monitored", "walked"),
    "acceptance": ("usable", "workflows", "felt", "described"),
    "approval": ("notes", "runbooks", "security", "board", "customers"),
}
_OVERVIEW: tuple[MilestoneName, ...] = (
    "code_freeze",
    "qa_start",
    "staging",
    "acceptance",
    "approval",
    "release",
    "stable",
    "retrospective",
)
_AFTER: tuple[MilestoneName, ...] = ("release", "day_after", "stable", "retrospective")
_EXPECTED_PERCENT = 100
_CONTINGENCIES = ("testing", "deployment", "after")


def timeline(facts: Facts) -> tuple[Section, ...]:
    """Return the timeline, from its milestones to what happens when one slips."""
    return (
        Section("time.overview", None, (_overview(facts), *calendar(facts))),
        Section("time.before", None, tuple(_before(facts))),
        Section("time.day", None, tuple(_day(facts))),
        Section("time.after", None, tuple(_after(facts))),
        Section("time.calendar", None, (points(_calendar(facts)),)),
        Section("time.contingency", None, tuple(_contingency(facts))),
    )


def _overview(facts: Facts) -> Table:
    headings = tuple(label(f"time.heading.{name}") for name in ("milestone", "day", "owner"))
    rows = (
        Row(
            (
                ((label(f"milestone.named.{name}"),),),
                (on_day(facts, name, "overview"),),
                (person(facts, RESPONSIBLE[name], f"time.{name}"),),
            )
        )
        for name in _OVERVIEW
    )
    return Table(headings, tuple(rows))


def _before(facts: Facts) -> Iterator[Block]:
    for name, activities in _PHASES.items():
        yield Subheading((label(f"milestone.named.{name}"), label("milestone.colon"), *on_day(facts, name, "phase")))
        yield Checklist(tuple(_activity(facts, one) for one in activities))
        tried = _TRIED[name](facts) if name in _TRIED else ()
        yield Bullets(
            (
                *(Bullet(line) for line in tried),
                Bullet((label("time.deliverable"), label(_deliverable(facts, name)))),
                Bullet((label("time.owner"), *person(facts, RESPONSIBLE[name], f"phase.{name}"))),
            )
        )
    yield Subheading((label("time.approvers"),))
    yield Checklist(tuple(_approval(facts, role) for role in approvers(facts)))


def _approval(facts: Facts, role: Role) -> Check:
    return Check(person(facts, role, "approves"), approved_by(facts, facts.release.person(role).name))


def _deliverable(facts: Facts, name: MilestoneName) -> str:
    alone = name == "staging" and before_live(facts) is None
    return f"time.deliverables.{name}{'_alone' if alone else ''}"


def _activity(facts: Facts, name: str) -> Check:
    """Return an activity; where suites of tests are what it is, it is done when all of them pass."""
    loads = (suite.key for suite in facts.release.tests if _beyond_expected(suite))
    keys = [f"tests.{key}" for key in (loads if name == "performance" else (name,))]
    shown = [one for one in criteria(facts) if one.key in keys]
    return Check((label(f"time.activity.{name}"),), bool(shown) and all(one.met for one in shown))


def _beyond_expected(suite: Suite) -> bool:
    load = suite.load_percent.number if suite.load_percent else None
    return load is not None and load > _EXPECTED_PERCENT


def _scenarios(facts: Facts) -> Iterator[Line]:
    """Yield what is tried in testing: journeys of users, systems of others, and load."""
    scenario = label("time.scenario")
    for journey in facts.release.journeys:
        yield (scenario, say("time.walked", journey.id, title=journey.title))
    for system in facts.release.systems:
        yield (scenario, say("time.fits", system.id, system=system.key))
    for suite in facts.release.tests:
        if suite.load_percent:
            yield (scenario, say("time.loaded", suite.id, load=suite.load_percent))


def _acceptance(facts: Facts) -> Iterator[Line]:
    """Yield who accepts the release, and what they try."""
    who, tried = facts.release.acceptance.participants, facts.release.acceptance.scenarios
    part = say("time.taking_part", "acceptance", texts=who)
    yield (label("time.participants"), known(who, part, "acceptance.participants"))
    accepted = say("time.accepted", "acceptance", texts=tried)
    yield (label("time.scenarios"), known(tried, accepted, "acceptance.scenarios"))


_TRIED: dict[MilestoneName, Callable[[Facts], Iterator[Line]]] = {"qa_start": _scenarios, "acceptance": _acceptance}
"""The phases in which something is tried."""


def _day(facts: Facts) -> Iterator[Block]:
    yield points([(label("time.window"), *window(facts, "day"))])
    upgrading = [
        (*announced(facts, one), label("time.upgrade_steps")) for stage in facts.live for one in upgraded(stage)
    ]
    below = {one.id for line in upgrading for one in line}
    does = [(turn, [again(one) if one.id in below else one for one in turn.act.does[:1]]) for turn in day(facts)]
    yield from under("time.clock", [(*_begins(facts, turn), *first) for turn, first in does])
    yield Subheading((label("time.block.pre_deployment"),))
    blocking = [one for one in criteria(facts) if one.blocks]
    checks = (Check((label(f"time.activity.{name}"),)) for name in ("decide", "backup", "ready", "called", "page"))
    yield Checklist((*checks, *(one.check() for one in blocking)))
    migrated = [_migrated(change) for change in facts.release.database_changes]
    yield from under("time.block.migration", [*upgrading, *migrated])
    runs = tuple(step for stage, service in live_services(facts) for step in migration(stage, service))
    if runs:
        yield points([(label("time.migration_task"),)])
    yield from under("time.block.deployment", list(_deployments(facts)))
    yield from under("time.block.validation", list(_validated(facts)))
    today = [one for one in facts.release.communications if value_of(one.days_after) == 0]
    yield from under(
        "time.block.announcement",
        [(say("time.announce", one.id, channel=one.channel, text=one.text),) for one in today],
    )


def _begins(facts: Facts, turn: Turn) -> Line:
    return (*when(facts, turn.act.key, turn.at, turn.rests), label("time.colon"))


def _migrated(change: DatabaseChange) -> Line:
    described = say("time.migrate", change.id, change=change.key, description=change.description)
    return (described, field(change, DatabaseChange.minutes, "time.takes"), *order_forth(change))


def _deployments(facts: Facts) -> Iterator[Line]:
    for _, service in live_services(facts):
        claim, bake = terraform_waits(service), bake_minutes(service.rollout)
        given = {"name": service.name, "strategy": service.rollout.strategy}
        line = [say("time.deploy", service.id, **given)]
        if bake:
            line.append(say("time.bake", service.id, bake=bake))
        if claim.holds:
            line.append(asserted(claim, "time.longest", service.id, waits=claim.limit))
        yield tuple(line)


def _validated(facts: Facts) -> Iterator[Line]:
    journeys = facts.release.journeys
    for journey in journeys:
        yield (say("time.journey", journey.id, title=journey.title),)
    if not journeys:
        yield (missing("journeys"),)
    for metric in facts.release.metrics:
        yield (say("time.metric", metric.id, title=metric.title),)


def _after(facts: Facts) -> Iterator[Block]:
    for name in _AFTER:
        yield Subheading((label(f"milestone.after.{name}"), *on_day(facts, name, "after")))
        yield Checklist(tuple(Check((label(f"time.after.{name}.{one}"),)) for one in ("first", "second", "third")))


def _calendar(facts: Facts) -> Iterator[Line]:
    for freeze in facts.release.calendar.freezes:
        given = {"from": freeze.from_, "to": freeze.to, "reason": freeze.reason}
        yield (say("time.freeze", freeze.id, **given),)
    for absence in facts.release.absences:
        given = {"name": absence.name, "from": absence.from_, "to": absence.to}
        yield (say("time.absent", absence.id, **given), field(absence, Absence.cover, "time.cover"))
    constraints = facts.release.constraints
    if constraints:
        yield (say("time.constraints", constraints=constraints),)


def _contingency(facts: Facts) -> Iterator[Block]:
    for name in _CONTINGENCIES:
        major = "major_flag" if name == "after" and facts.release.flags else "major"
        yield from under(f"time.if.{name}", [(label(f"time.then.{name}.{one}"),) for one in ("minor", major)])
