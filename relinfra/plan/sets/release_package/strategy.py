"""The deployment strategy: the decision, the strategy of each service, flags, the database, monitoring."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from relinfra.evidence import Facts
from relinfra.evidence.records.alarm import Alarm
from relinfra.evidence.records.release_file import Baselines, DatabaseChange, Flag
from relinfra.evidence.records.stage import Stage
from relinfra.plan.blocks import points, under
from relinfra.plan.decision import Option, decide
from relinfra.plan.missing import field, known, missing
from relinfra.plan.model import Block, Line, Paragraph, Row, Section, Subheading, Table
from relinfra.plan.people import person
from relinfra.plan.say import label, say
from relinfra.plan.sections.alarm_conditions import condition
from relinfra.plan.sections.observability import alarm_recipients, unheard
from relinfra.plan.sections.schema_order import order_forth, undone
from relinfra.plan.sections.upgrades import upgrades
from relinfra.plan.sets.release_package.selected_strategy import selected_strategies
from relinfra.plan.sets.release_package.traffic import traffic_shifts

__all__ = ["strategy"]

_WEIGHED = ("strategy", "downtime", "complexity", "doubled", "score")
_BASELINES = ((Baselines.p95_latency_ms, "way.latency"), (Baselines.error_rate_percent, "way.errors"))


def strategy(facts: Facts) -> tuple[Section, ...]:
    """Return the deployment strategy, from the decision to its approval."""
    customers = facts.live
    return (
        Section("way.decision", None, tuple(_decision(facts))),
        Section("way.selected", None, _each(customers, partial(selected_strategies, facts))),
        Section("way.traffic", None, _each(customers, partial(traffic_shifts, alone=len(customers) == 1))),
        Section("way.flags", None, tuple(_flags(facts))),
        Section("way.database", None, tuple(_database(facts))),
        Section("way.monitoring", None, tuple(_monitoring(facts, customers))),
        Section("way.approval", None, (points([person(facts, "technical_lead", "way")]),)),
    )


def _each(customers: tuple[Stage, ...], blocks: Callable[[Stage], Iterator[Block]]) -> tuple[Block, ...]:
    return tuple(block for stage in customers for block in blocks(stage))


def _decision(facts: Facts) -> Iterator[Block]:
    """Return the strategies weighed by what the release needs, and whether the services have what it asks for."""
    decision = decide(facts)
    if decision.recommended is None:
        yield points(decision.open)
        return
    yield Paragraph((say("way.recommended", strategy=decision.recommended.traits.name),))
    if decision.interrupts:
        yield Paragraph((label("way.interrupted"), *decision.interrupts))
    headings = tuple(label(f"way.heading.{name}") for name in _WEIGHED)
    yield Table(headings, tuple(_option(one) for one in decision.options))
    yield _needs(decision.options)
    yield from under("way.alternatives", (_lost(one, decision.options[0]) for one in decision.options[1:]))
    yield from under("way.agreement", (choice.line for choice in decision.services))
    if decision.open:
        yield from under("way.undeclared", decision.open)


def _needs(options: tuple[Option, ...]) -> Table:
    """Return a row for each need, a column for each strategy."""
    named = (say("way.option", one.traits.name, strategy=one.traits.name) for one in options)
    rows = (
        Row((((need.wanted,),), *(((option.needs[number].mark,),) for option in options)))
        for number, need in enumerate(options[0].needs)
    )
    return Table((label("way.heading.need"), *named), tuple(rows))


def _lost(one: Option, best: Option) -> Line:
    """Return why a strategy is not the one that is recommended."""
    name = one.traits.name
    missed = tuple(one.misses(f"lost.{name}", best))
    if missed:
        return (say("way.lost", name, strategy=name), *missed)
    key = "way.complements" if name == "feature_flags" else "way.not_simpler"
    if best.traits.zero_downtime and not one.traits.zero_downtime:
        key = "way.pauses"
    return (say(key, name, strategy=name, recommended=best.traits.name),)


def _option(one: Option) -> Row:
    cells: tuple[Line, ...] = (
        (say("way.strategy", one.traits.name, strategy=one.traits.name),),
        (label("way.yes" if one.traits.uninterrupted else "way.no"),),
        (label(f"decision.complexity.{one.traits.complexity}"),),
        (label("way.yes" if one.traits.doubles else "way.no"),),
        one.line,
    )
    return Row(tuple((cell,) for cell in cells))


def _flags(facts: Facts) -> Iterator[Block]:
    flags = facts.release.flags
    if not flags:
        yield points([(missing("flags"),)])
        return
    headings = tuple(label(f"way.heading.{name}") for name in ("flag", "feature", "rollout", "fallback", "owner"))
    yield Table(headings, tuple(_flag(flag) for flag in flags))


def _flag(flag: Flag) -> Row:
    cells: tuple[Line, ...] = (
        (say("way.flag", flag.id, flag=flag.key, service=flag.service),),
        (field(flag, Flag.description, "way.flagged"),),
        (field(flag, Flag.rollout_percent, "way.rollout"),),
        (field(flag, Flag.fallback, "way.fallback"),),
        (field(flag, Flag.owner, "way.owner"),),
    )
    return Row(tuple((cell,) for cell in cells))


def _database(facts: Facts) -> Iterator[Block]:
    changes, upgrading = facts.release.database_changes, upgrades(facts)
    yield from upgrading
    if not changes:
        yield from () if upgrading else (points([(label("way.no_changes"),)]),)
        return
    for change in changes:
        yield Subheading((say("way.change", change.id, change=change.key),))
        yield points(_phases(change))


def _phases(change: DatabaseChange) -> Iterator[Line]:
    compatible = change.backward_compatible
    bears = "way.bears" if compatible and compatible.value else "way.does_not_bear"
    yield (label("way.first"), field(change, DatabaseChange.description, "way.changes"))
    yield (label("way.meanwhile"), field(change, DatabaseChange.backward_compatible, bears))
    yield order_forth(change)
    yield undone(change)
    yield (label("way.later"), field(change, DatabaseChange.cleanup, "way.cleanup"))


def _monitoring(facts: Facts, customers: tuple[Stage, ...]) -> Iterator[Block]:
    baselines = ((one.name, key, one.of(facts.release.baselines)) for one, key in _BASELINES)
    measured: list[Line] = [(known(fact, say(key, normal=fact), f"baselines.{name}"),) for name, key, fact in baselines]
    yield from under("way.baseline", measured)
    watched: list[Line] = [
        (say("way.watches", alarm.id, name=alarm.name), *condition(alarm, "way.watched"), *_told(stage, alarm))
        for stage in customers
        for alarm in stage.alarms
    ]
    yield from under("way.watched", watched)
    boards = (board for stage in customers for board in stage.dashboards)
    dashboards: list[Line] = [(say("way.dashboard", board.id, name=board.name),) for board in boards]
    yield from under("way.dashboards", dashboards)
    yield from under("way.afterwards", [(label(f"way.check.{name}"),) for name in ("hours", "day", "days")])


def _told(stage: Stage, alarm: Alarm) -> Line:
    """Return whom an alarm reaches, or why nobody hears of one that names a topic, so that somebody has to look."""
    heard = alarm_recipients(stage, alarm)
    if heard:
        return (say("watch.reaches", alarm.id), *heard)
    why = unheard(stage, alarm)
    return (label("assess.end"), *why) if why else ()
