"""The team allocation: roles, who is on call, time, budget, and what limits the planning."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from relinfra.evidence import Fact, Facts
from relinfra.evidence.records.release_file import Channels, Duty, Escalation, Person
from relinfra.evidence.records.rollout import CodeDeploy
from relinfra.evidence.records.service import Service
from relinfra.plan.blocks import points
from relinfra.plan.missing import field, known, missing
from relinfra.plan.model import Block, Line, Section, Subheading
from relinfra.plan.people import ROLES, person
from relinfra.plan.say import label, say
from relinfra.plan.sets.release_package.work import cost_of_work, every_hour, work_by_phase
from relinfra.plan.stages import deployed
from relinfra.release import Role

__all__ = ["team"]

_CHANNELS = (
    Channels.release,
    Channels.incidents,
    Channels.team,
    Channels.meeting,
    Channels.status_page,
    Channels.support,
)


def team(facts: Facts) -> tuple[Section, ...]:
    """Return the team allocation, from roles to channels."""
    return (
        Section("team.roles", None, tuple(_roles(facts))),
        Section("team.on_call", None, tuple(_on_call(facts))),
        Section("team.external", None, (points(_external(facts)),)),
        Section("team.time", None, work_by_phase(facts)),
        Section("team.budget", None, (points(_budget(facts)),)),
        Section("team.constraints", None, (points(_constraints(facts)),)),
        Section("team.channels", None, (points(_channels(facts)),)),
        Section("team.approval", None, (points([person(facts, "engineering_manager", "team")]),)),
    )


def _roles(facts: Facts) -> Iterator[Block]:
    for role in ROLES:
        if role == "cto" and facts.release.person(role).empty:
            continue
        yield Subheading((label("team.role", role=role),))
        yield points(_role(facts, role))


def _role(facts: Facts, role: Role) -> Iterator[Line]:
    who = facts.release.person(role)
    name = who.name
    yield (label("team.name"), known(name, say("team.named", role, name=name), f"people.{role}"))
    yield (label("team.contact"), field(who, Person.contact, "team.reached"))
    yield (label("team.duties"), label(f"team.does.{role}"))
    yield (label("team.backup"), field(who, Person.backup, "team.backed"))
    size = who.team_size
    if size:
        yield (label("team.size"), say("team.sized", role, size=size))


def _on_call(facts: Facts) -> Iterator[Block]:
    on_call = facts.release.on_call
    yield points([_duty("primary", on_call.primary), _duty("secondary", on_call.secondary)])
    levels = sorted(on_call.escalation, key=lambda level: int(level.key))
    yield Subheading((label("team.escalation"),))
    yield points([_level(level) for level in levels] or [(missing("on_call.escalation"),)])


def _duty(level: str, duty: Duty) -> Line:
    given: dict[str, Fact | None] = {
        "name": duty.name,
        "contact": duty.contact,
        "from": duty.from_,
        "to": duty.to,
    }
    return (label(f"team.{level}"), known(duty.name, say("team.duty", level, **given), f"on_call.{level}"))


def _level(level: Escalation) -> Line:
    return (say("team.level", level.id, level=level.key, role=level.role, within=level.within_minutes),)


def _external(facts: Facts) -> Iterator[Line]:
    for one in facts.release.external_support:
        given = {"company": one.company, "plan": one.plan, "contact": one.contact, "use": one.use}
        yield (say("team.support", one.id, **given),)
    if not facts.release.external_support:
        yield (missing("external_support"),)


def _budget(facts: Facts) -> Iterator[Line]:
    for stage in deployed(facts):
        for service in stage.services:
            yield from _doubled(service)
        for budget in stage.budgets:
            given: dict[str, Fact | None] = {
                "name": budget.name,
                "limit": budget.limit,
                "currency": budget.currency,
                "period": budget.period,
            }
            yield (say("team.limit", budget.id, **given),)
    costs = facts.release.costs
    for cost in costs:
        amount, path = cost.amount, f"costs.{cost.key}.amount"
        costs_it = say("team.costs", cost.id, amount=amount, currency=cost.currency)
        paid = (say("team.paid_for", cost.id, days=cost.days),) if cost.days else ()
        yield (say("team.cost", cost.id, title=cost.title), known(amount, costs_it, "costs.amount", path), *paid)
    if not costs:
        yield (missing("costs"),)
    work = cost_of_work(facts)
    if work:
        rate = facts.release.hourly_cost
        given = {"hours": every_hour(facts), "rate": rate.amount, "total": work, "currency": rate.currency}
        yield (say("team.work_costs", **given),)
    for currency, total in _totals(facts, work):
        yield (say("team.total", currency, total=total, currency=currency),)


def _totals(facts: Facts, work: Fact | None) -> Iterator[tuple[str, Fact]]:
    """Yield the sum of what costs in each currency, that of the work among it."""
    amounts: dict[str, list[Fact]] = {}
    paid = [(cost.amount, cost.currency) for cost in facts.release.costs]
    for amount, unit in (*paid, (work, facts.release.hourly_cost.currency)):
        if amount and unit:
            amounts.setdefault(str(unit.value), []).append(amount)
    for currency, found in amounts.items():
        proofs = tuple(proof for amount in found for proof in amount.evidence)
        total = sum(Decimal(str(amount.value)) for amount in found)
        yield currency, Fact(f"costs.total.{currency}", float(total), "", proofs, "sum")


def _doubled(service: Service) -> Iterator[Line]:
    """Yield how many more tasks run during a deployment than between deployments."""
    low, rollout = service.tasks_min, service.rollout
    ceiling = rollout.tasks_ceiling
    if low and ceiling and low.value != ceiling.value:
        yield (say("team.doubled", service.id, name=service.name, low=low, ceiling=ceiling),)
    if low and isinstance(rollout, CodeDeploy) and rollout.bake_minutes:
        yield (say("team.twice", service.id, name=service.name, low=low, bake=rollout.bake_minutes),)


def _constraints(facts: Facts) -> Iterator[Line]:
    for absence in facts.release.absences:
        given = {"name": absence.name, "from": absence.from_, "to": absence.to, "cover": absence.cover}
        yield (say("team.absent", absence.id, **given),)
    for freeze in facts.release.calendar.freezes:
        given = {"from": freeze.from_, "to": freeze.to, "reason": freeze.reason}
        yield (say("team.freeze", freeze.id, **given),)
    bound = facts.release.constraints
    if bound:
        yield (say("team.bound", bound=bound),)


def _channels(facts: Facts) -> Iterator[Line]:
    for one in _CHANNELS:
        found = one.of(facts.release.channels)
        named = say("team.channel", one.name, channel=found)
        yield (label(f"team.talks.{one.name}"), known(found, named, f"channels.{one.name}"))
    minutes = facts.release.updates_minutes
    yield (label("team.updates"), known(minutes, say("team.every", minutes=minutes), "updates_minutes"))
