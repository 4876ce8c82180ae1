"""The rollback plan of the package: triggers, procedures, messages, what follows, scenarios, what is measured."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.claims import changes_database
from relinfra.evidence import Facts, value_of
from relinfra.evidence.records.alarm import Alarm
from relinfra.evidence.records.release_file import DatabaseChange, Flag, System
from relinfra.evidence.records.stage import Stage
from relinfra.plan.blocks import points, under
from relinfra.plan.day.undoing import takes_back
from relinfra.plan.missing import field, known
from relinfra.plan.model import (
    Block,
    Check,
    Checklist,
    Line,
    Paragraph,
    Section,
    Steps,
    Subheading,
)
from relinfra.plan.people import person
from relinfra.plan.say import again, label, say
from relinfra.plan.sections.authority import authority
from relinfra.plan.sections.rehearsals import way_back_rehearsed
from relinfra.plan.sections.rollback import way_back
from relinfra.plan.sections.rollback_by_hand import database_by_hand, elsewhere, service_by_hand
from relinfra.plan.sections.schema_order import undone
from relinfra.plan.sections.upgrades import no_way_back
from relinfra.plan.sets.release_package.communication import during_rollback
from relinfra.plan.stages import answers_requests, before_live

__all__ = ["rollback"]

_AFTER = {
    "immediate": ("stable", "evidence", "assessed"),
    "short": ("cause", "told", "fixed"),
    "medium": ("met", "improved", "replanned"),
}
_REHEARSAL = ("switch", "database", "flags", "alarms", "messages", "people")
_METRICS = ("time", "impact", "success")
_SCENARIOS = ("errors", "latency", "data")


def rollback(facts: Facts) -> tuple[Section, ...]:
    """Return the rollback plan of the package, from its triggers to its approval."""
    customers = facts.live
    return (
        Section("return.triggers", None, tuple(_triggers(facts))),
        Section("return.procedures", None, tuple(_procedures(facts, customers)) if customers else ()),
        Section("return.messages", None, during_rollback(facts, "rollback")),
        Section("return.after", None, tuple(_after(facts))),
        Section("return.rehearsal", None, tuple(_rehearsal(facts))),
        Section("return.scenarios", None, tuple(_scenarios(facts, customers)) if customers else ()),
        Section("return.metrics", None, (points((label(f"return.measure.{name}"),) for name in _METRICS),)),
        Section("return.approval", None, (points([person(facts, "technical_lead", "return")]),)),
    )


def _triggers(facts: Facts) -> Iterator[Block]:
    yield Paragraph((label("return.triggers_opening"),))
    yield from authority(facts)


def _procedures(facts: Facts, customers: tuple[Stage, ...]) -> Iterator[Block]:
    yield from _flags(facts)
    for stage in customers:
        yield from _services(stage)
    yield from _databases(facts, customers)
    for stage in customers:
        yield from _region_lost(stage)
    yield Subheading((label("return.verified"),))
    seen = ("errors", "latency", "answers", "data") if answers_requests(facts) else ("works", "data")
    yield Checklist(tuple(Check((label(f"return.seen.{name}"),)) for name in seen))


def _services(stage: Stage) -> Iterator[Block]:
    for service in stage.services:
        yield Subheading((say("return.service", service.id, name=service.name),))
        yield Paragraph(way_back(stage, service))
        yield from service_by_hand(stage, service, "return")
        yield points([(label("return.takes"), *takes_back(service, "return"))])


def _databases(facts: Facts, customers: tuple[Stage, ...]) -> Iterator[Block]:
    held = [(stage, database) for stage in customers for database in stage.databases if database.identifier]
    told: set[str] = set()
    for stage, database in held:
        changes = [change for change in facts.release.database_changes if changes_database(change, database)]
        schema = tuple(_change(change, told) for change in changes) or ((label("return.no_change"),),)
        yield Subheading((say("return.database", database.id, identifier=database.identifier),))
        yield points((*([line] if (line := no_way_back(database)) else []), *schema))
        yield Steps(database_by_hand(stage, database))
        yield points([(label("return.takes"), label("undo.unmeasured"))])


def _region_lost(stage: Stage) -> Iterator[Block]:
    lost = elsewhere(stage)
    if lost:
        given = {"region": stage.region, "stage": stage.title}
        yield Subheading((say("rollback.region_lost", stage.id, **given),))
        yield Steps(lost)


def _change(change: DatabaseChange, told: set[str]) -> Line:
    """Return the way back from a change of a database, again where it was `told` of another one."""
    line = (say("return.change", change.id, change=change.key), *undone(change))
    repeated = change.id in told
    told.add(change.id)
    return tuple(map(again, line)) if repeated else line


def _flags(facts: Facts) -> Iterator[Block]:
    flags = facts.release.flags
    if flags:
        yield from under("return.flags", (_flag(flag) for flag in flags))


def _flag(flag: Flag) -> Line:
    switched = say("return.flag", flag.id, flag=flag.key, service=flag.service)
    seen, takes = field(flag, Flag.fallback, "return.fallback"), (label("return.takes"), label("undo.unmeasured"))
    return (switched, seen, *takes) if flag.fallback else (switched, seen, label("assess.end"), *takes)


def _after(facts: Facts) -> Iterator[Block]:
    apart = {"stable": not answers_requests(facts), "cause": before_live(facts) is None}
    for span, names in _AFTER.items():
        yield Subheading((label(f"return.span.{span}"),))
        keys = (f"return.do.{name}{'_alone' if apart.get(name) else ''}" for name in names)
        yield Checklist(tuple(Check((label(key),)) for key in keys))


def _rehearsal(facts: Facts) -> Iterator[Block]:
    yield points(way_back_rehearsed(facts))
    absent = {"flags"} if not facts.release.flags else set()
    absent |= {"database"} if not any(stage.databases for stage in facts.live) else set()
    rehearsed = [name for name in _REHEARSAL if name not in absent]
    yield Checklist(tuple(Check((label(f"return.rehearsed.{name}"),)) for name in rehearsed))


def _scenarios(facts: Facts, customers: tuple[Stage, ...]) -> Iterator[Block]:
    wanted = facts.release.needs.rollback_within_minutes
    asked = known(wanted, say("return.scenario_time", wanted=wanted), "needs.rollback_within_minutes")
    yield Paragraph((label("return.scenario_decided"), asked))
    for name in _SCENARIOS if answers_requests(facts) else ("data",):
        seen = (statement for stage in customers for statement in _symptoms(stage, name))
        symptoms, response = (
            (label("return.symptoms"), *seen),
            label(f"return.respond.{name}"),
        )
        yield from under(f"return.scenario.{name}", (symptoms, (label("return.response"), response)))
    for system in facts.release.systems:
        yield Subheading((say("return.system", system.id, system=system.key),))
        breaks = (label("return.symptoms"), field(system, System.breaks, "return.breaks"))
        call = field(system, System.contact, "return.call")
        yield points((breaks, (label("return.response"), label("return.respond.system"), call)))


def _symptoms(stage: Stage, scenario: str) -> Line:
    subject = {"errors": "error_rate", "latency": "p95_latency"}.get(scenario)
    names = Alarm.name.each(alarm for alarm in stage.alarms if value_of(alarm.subject) == subject)
    about = f"{stage.id}.{scenario}"
    return (say("return.fires", about, names=names) if names else label(f"return.seems.{scenario}"),)
