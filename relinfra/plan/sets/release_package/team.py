"""Who does what, who is called, what it costs, what binds the planning."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Facts, Node
from relinfra.plan.blocks import points
from relinfra.plan.gaps import field, gap, known
from relinfra.plan.model import Block, Line, Row, Section, Subheading, Table
from relinfra.plan.people import ROLES
from relinfra.plan.say import label, say
from relinfra.plan.stages import deployed

__all__ = ["team"]

_CHANNELS = ("release", "incidents", "team", "meeting", "status_page", "support")


def team(facts: Facts) -> tuple[Section, ...]:
    """Return the sections of the document."""
    return (
        Section("team.roles", None, tuple(_roles(facts))),
        Section("team.on_call", None, tuple(_on_call(facts))),
        Section("team.external", None, (points(_external(facts)),)),
        Section("team.time", None, (_time(facts),)),
        Section("team.budget", None, (points(_budget(facts)),)),
        Section("team.constraints", None, (points(_constraints(facts)),)),
        Section("team.channels", None, (points(_channels(facts)),)),
    )


def _roles(facts: Facts) -> Iterator[Block]:
    for role in ROLES:
        if role == "cto" and facts.at(f"release.people.{role}").empty:
            continue
        yield Subheading((label("team.role", role=role),))
        yield points(_role(facts, role))


def _role(facts: Facts, role: str) -> Iterator[Line]:
    who = facts.at(f"release.people.{role}")
    name = who.fact("name")
    yield (label("team.name"), known(name, say("team.named", role, name=name), f"people.{role}"))
    yield (label("team.contact"), field(who, "contact", "team.reached"))
    yield (label("team.duties"), label(f"team.does.{role}"))
    yield (label("team.backup"), field(who, "backup", "team.backed"))
    size = who.fact("team_size")
    if size:
        yield (label("team.size"), say("team.sized", role, size=size))


def _on_call(facts: Facts) -> Iterator[Block]:
    lines: list[Line] = []
    for level in ("primary", "secondary"):
        duty = facts.at(f"release.on_call.{level}")
        given = {name: duty.fact(name) for name in ("name", "contact", "from", "to")}
        said = say("team.duty", level, **given)
        lines.append((label(f"team.{level}"), known(given["name"], said, f"on_call.{level}")))
    yield points(lines)
    levels = sorted(facts.at("release.on_call").nodes("escalation"), key=lambda level: int(level.key))
    yield Subheading((label("team.escalation"),))
    yield points([_level(level) for level in levels] or [(gap("on_call.escalation"),)])


def _level(level: Node) -> Line:
    given = {"role": level.fact("role"), "within": level.fact("within_minutes")}
    return (say("team.level", level.id, level=level.key, **given),)


def _external(facts: Facts) -> Iterator[Line]:
    for one in facts.at("release").nodes("external_support"):
        given = {name: one.fact(name) for name in ("company", "plan", "contact", "use")}
        yield (say("team.support", one.id, **given),)
    if not facts.at("release").nodes("external_support"):
        yield (gap("external_support"),)


def _time(facts: Facts) -> Table:
    """Return who works on what in which phase. Hours are said by nobody but the release file."""
    headings = tuple(label(f"team.heading.{name}") for name in ("role", "planning", "testing", "release", "share"))
    rows = []
    for role in ROLES[:7]:
        share = field(facts.at(f"release.people.{role}"), "commitment", "team.share")
        cells: tuple[Line, ...] = (
            (label("team.role", role=role),),
            *((label(f"team.work.{phase}.{role}"),) for phase in ("planning", "testing", "release")),
            (share,),
        )
        rows.append(Row(tuple((cell,) for cell in cells)))
    return Table(headings, tuple(rows))


def _budget(facts: Facts) -> Iterator[Line]:
    for stage in deployed(facts):
        for service in stage.nodes("service"):
            low, ceiling = service.fact("tasks_min"), service.fact("deployment.tasks_ceiling")
            if low and ceiling and low.value != ceiling.value:
                given = {"name": service.fact("name"), "low": low, "ceiling": ceiling}
                yield (say("team.doubled", service.id, **given),)
            bake = service.fact("code_deploy.bake_minutes")
            if low and bake:
                yield (say("team.twice", service.id, name=service.fact("name"), low=low, bake=bake),)
        for budget in stage.nodes("budget"):
            given = {name: budget.fact(name) for name in ("name", "limit", "currency", "period")}
            yield (say("team.limit", budget.id, **given),)
    costs = facts.at("release").nodes("costs")
    for cost in costs:
        amount, path = cost.fact("amount"), f"costs.{cost.key}.amount"
        said = say("team.costs", cost.id, amount=amount, currency=cost.fact("currency"))
        yield (say("team.cost", cost.id, title=cost.fact("title")), known(amount, said, "costs.amount", path))
    if not costs:
        yield (gap("costs"),)


def _constraints(facts: Facts) -> Iterator[Line]:
    for absence in facts.at("release").nodes("absences"):
        given = {name: absence.fact(name) for name in ("name", "from", "to", "cover")}
        yield (say("team.absent", absence.id, **given),)
    for freeze in facts.at("release.calendar").nodes("freezes"):
        given = {name: freeze.fact(name) for name in ("from", "to", "reason")}
        yield (say("team.freeze", freeze.id, **given),)
    bound = facts.get("release.constraints")
    if bound:
        yield (say("team.bound", bound=bound),)


def _channels(facts: Facts) -> Iterator[Line]:
    for name in _CHANNELS:
        found = facts.get(f"release.channels.{name}")
        said = say("team.channel", name, channel=found)
        yield (label(f"team.talks.{name}"), known(found, said, f"channels.{name}"))
    minutes = facts.get("release.updates_minutes")
    yield (label("team.updates"), known(minutes, say("team.every", minutes=minutes), "updates_minutes"))
