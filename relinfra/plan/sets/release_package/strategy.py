"""How the release is deployed: the strategy of each service, its phases, flags, the database, what is watched."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Fact, Facts, Node
from relinfra.plan.blocks import points, under
from relinfra.plan.decision import Option, decide
from relinfra.plan.figures import traffic
from relinfra.plan.gaps import field, gap, known
from relinfra.plan.model import Block, Line, Paragraph, Row, Section, Step, Steps, Subheading, Table
from relinfra.plan.people import person
from relinfra.plan.say import label, say
from relinfra.plan.sections.code_deploy import deployed_by_hand, started
from relinfra.plan.sections.conditions import condition
from relinfra.plan.sections.migrations import migration
from relinfra.plan.sections.observability import told
from relinfra.plan.sections.phases import during
from relinfra.plan.sections.safety import acting_alarms
from relinfra.plan.sections.strategies import replaced, shifts
from relinfra.plan.sections.verification import before_customers
from relinfra.plan.stages import live
from relinfra.plan.targets import target_groups

__all__ = ["strategy"]

_WEIGHED = ("strategy", "downtime", "complexity", "doubled", "score")
_ADVANTAGES = ("rolling", "blue_green", "canary", "linear", "code_deploy")


def strategy(facts: Facts) -> tuple[Section, ...]:
    """Return the sections of the document."""
    stage = live(facts)
    return (
        Section("way.decision", None, tuple(_decision(facts))),
        Section("way.selected", None, tuple(_selected(facts, stage)) if stage else ()),
        Section("way.traffic", None, tuple(_traffic(stage)) if stage else ()),
        Section("way.flags", None, tuple(_flags(facts))),
        Section("way.database", None, tuple(_database(facts))),
        Section("way.monitoring", None, tuple(_monitoring(facts, stage)) if stage else ()),
        Section("way.approval", None, (points([person(facts, "technical_lead", "way")]),)),
    )


def _decision(facts: Facts) -> Iterator[Block]:
    """Return the strategies weighed by what the release needs, and whether the services have what it asks for."""
    decision = decide(facts)
    if decision.recommended is None:
        yield points((one,) for one in decision.open)
        return
    yield Paragraph((say("way.recommended", strategy=decision.recommended.traits.name),))
    headings = tuple(
        label(f"way.heading.{name}") for name in ("strategy", "downtime", "complexity", "doubled", "score")
    )
    yield Table(headings, tuple(_option(one) for one in decision.options))
    yield _needs(decision.options)
    yield from under("way.agreement", (choice.line for choice in decision.services))
    if decision.open:
        yield from under("way.undeclared", ((one,) for one in decision.open))


def _needs(options: tuple[Option, ...]) -> Table:
    """Return a row for each need, a column for each strategy."""
    named = (say("way.option", one.traits.name, strategy=one.traits.name) for one in options)
    rows = (
        Row((((need.wanted,),), *(((option.needs[number].mark,),) for option in options)))
        for number, need in enumerate(options[0].needs)
    )
    return Table((label("way.heading.need"), *named), tuple(rows))


def _option(one: Option) -> Row:
    cells: tuple[Line, ...] = (
        (say("way.strategy", one.traits.name, strategy=one.traits.name),),
        (label("way.yes" if one.traits.zero_downtime else "way.no"),),
        (label(f"decision.complexity.{one.traits.complexity}"),),
        (label("way.yes" if one.traits.doubles else "way.no"),),
        one.line,
    )
    return Row(tuple((cell,) for cell in cells))


def _selected(facts: Facts, stage: Node) -> Iterator[Block]:
    for service in stage.nodes("service"):
        kind = str(service.read_value("deployment.strategy"))
        shift = service.fact("code_deploy.shift")
        named = {"name": service.fact("name"), "strategy": service.fact("deployment.strategy"), "shift": shift}
        yield Subheading((say("way.service_shift" if shift else "way.service", service.id, **named),))
        yield Paragraph(replaced(service))
        yield from traffic(service)
        if kind in _ADVANTAGES:
            gives = (label("way.advantage"), label(f"way.advantages.{kind}"))
            yield points((gives, (label("way.consider"), label(f"way.considerations.{kind}"))))
        yield Subheading((label("way.steps"),), level=4)
        yield Steps(_steps(facts, stage, service))


def _steps(facts: Facts, stage: Node, service: Node) -> tuple[Step, ...]:
    variable, bake = service.fact("image_variable"), _bake(service)
    name = service.fact("name")
    applied = "way.step.apply" if service.node("code_deploy").empty else "way.step.apply_code_deploy"
    apply = say(applied, service.id, name=name, variable=variable) if variable else None
    watched = say("way.step.bake" if bake else "way.step.no_bake", service.id, name=name, bake=bake)
    before, after = _migrated(facts, stage, service)
    start, ended = _by_code_deploy(facts, stage, service)
    return (
        Step((label("way.step.ready"),)),
        *before,
        Step((apply or say("way.step.deploy", service.id, name=name),)),
        *after,
        *start,
        *before_customers(stage, service),
        *during(stage, service),
        Step((watched,)),
        *ended,
    )


def _migrated(facts: Facts, stage: Node, service: Node) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """Return the changes of databases that come before the apply, and the task, registered by it, that makes them."""
    changes = facts.at("release").nodes("database_changes")
    own = [change for change in changes if change.read_value("service") in (None, service.key)]
    task = migration(stage, service)
    key = "way.step.migrate_by_task" if task else "way.step.migrate"
    told = tuple(Step((say(key, f"{service.id}.{change.key}", change=change.key),)) for change in own)
    return ((), (*told, *task)) if task else (told, ())


def _by_code_deploy(facts: Facts, stage: Node, service: Node) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """Return how CodeDeploy is started and watched, and how one waits for its end; nothing where ECS deploys."""
    steps = deployed_by_hand(stage, service)
    if not steps:
        return ((), ())
    start, *watch, end = steps
    by = started(facts, stage, service)
    return ((Step((*start.line, by), start.command, start.expected), *watch), (end,))


def _bake(service: Node) -> Fact | None:
    return service.fact("deployment.bake_minutes") or service.fact("code_deploy.bake_minutes")


def _traffic(stage: Node) -> Iterator[Block]:
    headings = tuple(label(f"way.heading.{name}") for name in ("service", "before", "during", "after"))
    rows = [row for service in stage.nodes("service") if (row := _shift(service))]
    if rows:
        yield Table(headings, tuple(rows))
    for service in stage.nodes("service"):
        health = {name: service.fact(f"health.{name}") for name in ("path", "matcher")}
        groups = target_groups(service)
        if groups:
            named = {"name": service.fact("name"), "target_group": groups[0], "alternate_target_group": groups[1]}
            yield points([(say("way.groups", service.id, **named, **health),)])
    acting: list[Line] = [_stops(alarm) for alarm in acting_alarms(stage)]
    yield from under("way.promotion", [*acting, (label("way.logs"),)])


def _stops(alarm: Node) -> Line:
    return (say("way.stops", alarm.id, name=alarm.fact("name")), *condition(alarm, "way"))


def _shift(service: Node) -> Row | None:
    """Return how the traffic of a service moves, None where no traffic is moved at all."""
    settings = service.node("deployment") if service.node("code_deploy").empty else service.node("code_deploy")
    share, pause = settings.fact("shift_percent"), settings.fact("shift_bake_minutes") or settings.fact("pause_minutes")
    if not (shifts(service) or service.fact("code_deploy.group")):
        return None
    given = {"share": share, "pause": pause, "bake": _bake(service)}
    linear = "linear" in (settings.read_value("strategy"), settings.read_value("shift"))
    part = "way.shift.steps" if linear else "way.shift.part"
    during_it = say(part if share and pause else "way.shift.all", service.id, **given)
    cells: tuple[Line, ...] = (
        (say("way.named", service.id, name=service.fact("name")),),
        (label("way.shift.before"),),
        (during_it,),
        (say("way.shift.after" if given["bake"] else "way.shift.gone", service.id, bake=given["bake"]),),
    )
    return Row(tuple((cell,) for cell in cells))


def _flags(facts: Facts) -> Iterator[Block]:
    flags = facts.at("release").nodes("flags")
    if not flags:
        yield points([(gap("flags"),)])
        return
    headings = tuple(label(f"way.heading.{name}") for name in ("flag", "feature", "rollout", "fallback", "owner"))
    yield Table(headings, tuple(_flag(flag) for flag in flags))


def _flag(flag: Node) -> Row:
    cells: tuple[Line, ...] = (
        (say("way.flag", flag.id, flag=flag.key, service=flag.fact("service")),),
        (field(flag, "description", "way.flagged"),),
        (field(flag, "rollout_percent", "way.rollout"),),
        (field(flag, "fallback", "way.fallback"),),
        (field(flag, "owner", "way.owner"),),
    )
    return Row(tuple((cell,) for cell in cells))


def _database(facts: Facts) -> Iterator[Block]:
    changes = facts.at("release").nodes("database_changes")
    if not changes:
        yield points([(label("way.no_changes"),)])
        return
    yield Paragraph((label("way.expand"),))
    for change in changes:
        yield Subheading((say("way.change", change.id, change=change.key),))
        yield points(_phases(change))


def _phases(change: Node) -> Iterator[Line]:
    compatible = change.fact("backward_compatible")
    bears = "way.bears" if compatible and compatible.value else "way.does_not_bear"
    yield (label("way.first"), field(change, "description", "way.changes"))
    yield (label("way.meanwhile"), field(change, "backward_compatible", bears))
    yield (label("way.later"), field(change, "cleanup", "way.cleanup"))
    yield (label("way.back"), field(change, "rollback", "way.undone"))


def _monitoring(facts: Facts, stage: Node) -> Iterator[Block]:
    baselines = {"p95_latency_ms": "way.latency", "error_rate_percent": "way.errors"}
    measured: list[Line] = [
        (known(fact, say(key, normal=fact), f"baselines.{name}"),)
        for name, key in baselines.items()
        for fact in (facts.get(f"release.baselines.{name}"),)
    ]
    yield from under("way.baseline", measured)
    watched: list[Line] = [
        (say("way.watches", alarm.id, name=alarm.fact("name")), *condition(alarm, "way.watched"))
        for alarm in stage.nodes("alarm")
        if told(stage, alarm)
    ]
    yield from under("way.watched", watched)
    dashboards: list[Line] = [
        (say("way.dashboard", board.id, name=board.fact("name")),) for board in stage.nodes("dashboard")
    ]
    yield from under("way.dashboards", dashboards)
    yield from under("way.afterwards", [(label(f"way.check.{name}"),) for name in ("hours", "day", "days")])
