"""The rollback plan: when, how, how long, and what follows."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.claims import terraform_waits
from relinfra.evidence import Facts, value_of
from relinfra.evidence.records.release_file import Flag
from relinfra.evidence.records.stage import Stage
from relinfra.plan.blocks import points, under
from relinfra.plan.metrics import with_limit
from relinfra.plan.milestones import on_day
from relinfra.plan.missing import known, missing
from relinfra.plan.model import Block, Check, Checklist, Line, Section, Subheading
from relinfra.plan.say import asserted, label, say
from relinfra.plan.sections.alarm_conditions import condition
from relinfra.plan.sections.authority import authority
from relinfra.plan.sections.migrations import but_unborne
from relinfra.plan.sections.procedures import told
from relinfra.plan.sections.rollback import way_back
from relinfra.plan.sections.schema_order import undone
from relinfra.plan.sections.triggers import DOWN
from relinfra.plan.sections.upgrades import no_way_back
from relinfra.plan.traffic_shift import bake_minutes
from relinfra.runbook import restore_of, rollback_of, stop_of

__all__ = ["rollback_plan"]

Stages = tuple[Stage, ...]

_TECHNICAL = ("error_rate", "p95_latency", *DOWN)


def rollback_plan(facts: Facts) -> tuple[Section, ...]:
    """Return the rollback plan, from its criteria to what follows."""
    customers = facts.live
    return (
        Section("back.criteria", None, _criteria(facts, customers)),
        Section("back.procedure", None, _procedure(facts, customers) if customers else ()),
        Section("back.time", None, (points(_times(facts, customers)),)),
        Section("back.after", None, (Checklist(_after(facts)),)),
    )


def _criteria(facts: Facts, customers: Stages) -> tuple[Block, ...]:
    impact = tuple(_impact(facts)) or ((missing("metrics"),),)
    return (
        *under("back.impact", impact),
        *under("back.technical", (line for stage in customers for line in _technical(stage))),
        *under("back.within", (line for stage in customers for line in _within(stage))),
        Subheading((label("back.who"),)),
        *authority(facts, level=4),
    )


def _impact(facts: Facts) -> Iterator[Line]:
    for metric in facts.release.metrics:
        yield (with_limit(metric, "back.metric", "back"),)
    for journey in facts.release.journeys:
        yield (say("back.journey", journey.id, title=journey.title),)


def _technical(stage: Stage) -> Iterator[Line]:
    for alarm in stage.alarms:
        if value_of(alarm.subject) in _TECHNICAL:
            yield (say("back.alarm", alarm.id, name=alarm.name), *condition(alarm, "back"))


def _within(stage: Stage) -> Iterator[Line]:
    for service in stage.services:
        bake = bake_minutes(service.rollout)
        within = say("back.window" if bake else "back.no_window", service.id, name=service.name, bake=bake)
        yield (within, *but_unborne(service))


def _procedure(facts: Facts, customers: Stages) -> tuple[Block, ...]:
    served = [(stage, service) for stage in customers for service in stage.services]
    stopped = told("back", *(stop_of(stage, service) for stage, service in served))
    back = told("back", *(rollback_of(stage, service) for stage, service in served))
    held = [(stage, one) for stage in customers for one in stage.databases if one.identifier]
    databases = told("back", *(restore_of(stage, one) for stage, one in held))
    changes = [*filter(None, (no_way_back(one) for _, one in held)), *map(undone, facts.release.database_changes)]
    flags = tuple(_flag(flag) for flag in facts.release.flags)
    return (
        *(under("back.step.flag", flags) if flags else ()),
        *_steps("back.step.stop", stopped),
        *_steps("back.step.code", back),
        Subheading((label("back.step.database"),)),
        *((points(changes),) if changes else ()),
        *databases,
        *under("back.step.configuration", _configuration(facts, customers)),
    )


def _flag(flag: Flag) -> Line:
    fallback, path = flag.fallback, f"flags.{flag.key}.fallback"
    switched = say("back.flag", flag.id, flag=flag.key, service=flag.service)
    return (switched, known(fallback, say("back.fallback", flag.id, text=fallback), "flags.fallback", path))


def _configuration(facts: Facts, customers: Stages) -> Iterator[Line]:
    for flag in facts.release.flags:
        yield (say("back.flag_stays", flag.id, flag=flag.key, service=flag.service),)
    previous = facts.release.previous
    for service in (one for stage in customers for one in stage.services):
        variable, name = service.image_variable, service.name
        if variable:
            key = "back.variable" if previous else "back.variable_unknown"
            yield (say(key, service.id, name=name, variable=variable, previous=previous),)
    for system in facts.release.systems:
        yield (say("back.system", system.id, system=system.key, contact=system.contact),)


def _times(facts: Facts, customers: Stages) -> Iterator[Line]:
    for stage in customers:
        for service in stage.services:
            claim = terraform_waits(service)
            longest = asserted(claim, "back.longest", service.id, name=service.name, waits=claim.limit)
            bounded = (longest,) if claim.holds else ()
            yield (*way_back(stage, service), *bounded)
    wanted = facts.release.needs.rollback_within_minutes
    yield (known(wanted, say("back.wanted", wanted=wanted), "needs.rollback_within_minutes"),)


def _after(facts: Facts) -> tuple[Check, ...]:
    page = facts.release.channels.status_page
    return (
        Check((label("back.healthy"),)),
        Check((label("back.consistent"),)),
        Check((label("back.users"), known(page, say("back.page", page=page), "channels.status_page"))),
        Check((label("back.cause"), *on_day(facts, "retrospective", "back"))),
    )


def _steps(heading: str, steps: tuple[Block, ...]) -> tuple[Block, ...]:
    return (Subheading((label(heading),)), *steps) if steps else under(heading, ())
