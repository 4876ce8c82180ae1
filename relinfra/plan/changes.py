"""Changes of the infrastructure with a release, compared with what was synthesized before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from relinfra.comparison.risk import severity_of
from relinfra.domain.severity import SEVERITIES
from relinfra.evidence import Fact, Facts, value_of
from relinfra.evidence.facts import Everything
from relinfra.evidence.records.change import ChangeFacts, Changes
from relinfra.plan.blocks import under
from relinfra.plan.missing import missing
from relinfra.plan.model import Block, Line, Statement
from relinfra.plan.once import once
from relinfra.plan.say import label, say
from relinfra.plan.stages import stage_of, stages

__all__ = ["COMPARED", "change_line", "change_lines", "changed_here", "changes"]

COMPARED = Changes.compared.below(Everything.changes.below(""))
"""Id of the fact that two outputs were compared."""

_KINDS = (
    "destroyed",
    "replaced",
    "left",
    "moved",
    "database",
    "access",
    "capacity",
    "protection",
    "altered",
    "created",
)

_OF_STACKS = ("begins_empty", "left_behind")
_TOGETHER = (*_OF_STACKS, "left", "gone", "created")
"""Reasons that many changes of a stack share: one line tells all of them, some at the place of their risk."""


def changes(facts: Facts, *whys: str) -> tuple[ChangeFacts, ...]:
    """Return the changes with one of these reasons, all where none is named: by risk, then the live stages first."""
    order = [str(value_of(stage.name)) for stage in reversed(stages(facts))]
    customers = {value_of(stage.name) for stage in facts.live}
    found = [one for one in facts.changes.every if not whys or value_of(one.why) in whys]

    def rank(one: ChangeFacts) -> tuple[int, int, int, str]:
        stage = value_of(one.stage)
        risk = severity_of(value_of(one.why) or "", live=stage is None or stage in customers)
        return -_severity(risk), _rank(order, stage), _KINDS.index(one.kind), one.id

    return tuple(sorted(found, key=rank))


def change_lines(facts: Facts, where: str) -> list[Line]:
    """Return the changes, or that there are none; ask for the former output where nothing was compared."""
    compared = facts.changes.compared
    if compared is None:
        return [(missing("against"),)]
    found = changes(facts)
    if not found:
        return [(say("change.none", where, compared=compared),)]
    together = {why: [one for one in found if value_of(one.why) == why and not one.instead] for why in _TOGETHER}
    return [
        (say("change.compared", where, compared=compared),),
        *_by_risk(facts, found, where),
        *_altered(facts, [one for one in found if value_of(one.why) == "altered"], where),
        *(line for why in ("left", "gone", "created") for line in _together(facts, why, together[why], where)),
    ]


def _by_risk(facts: Facts, found: Sequence[ChangeFacts], where: str) -> Iterator[Line]:
    """Yield in their order the changes that have a line each, and what stacks leave behind where the first of it is."""
    for (_, why), members in groupby(found, key=lambda one: (one.stack, value_of(one.why))):
        if why in _OF_STACKS:
            yield from _together(facts, str(why), list(members), where)
            continue
        told = (one for one in members if one.instead or why not in (*_TOGETHER, "altered"))
        yield from (change_line(facts, one, where) for one in told)


def change_line(facts: Facts, change: ChangeFacts, where: str) -> Line:
    """Return one change: where it is, what was and what is, and what that means."""
    about = f"{where}.{change.id}"
    before, after = change.before, change.after
    given = {"address": change.address, "attribute": change.attribute, "before": before, "after": after}
    line = [*_staged(facts, change, about), say(f"change.{_form(before, after)}", about, **given)]
    line.append(say(f"change.why.{value_of(change.why)}", about, address=given["address"], after=after))
    granted = (ChangeFacts.actions, ChangeFacts.resources, ChangeFacts.principals, ChangeFacts.instead)
    line += [say(f"change.{one.name}", about, names=fact) for one in granted if (fact := one.of(change))]
    order = change.order
    ordered = (say(f"change.order.{order.value}", about, order=order),) if order else ()
    return (*line, *ordered, *_locked([change], where))


def _locked(found: Sequence[ChangeFacts], where: str) -> Iterator[Statement]:
    """Yield what the lock says of losses: that it keeps them, and why each was let go."""
    kept = [one for one in found if one.locked]
    for one in kept[:1]:
        yield say("change.locked", f"{where}.{one.id}", lock=one.locked)
    for one in once([one for one in found if one.forgotten], lambda one: value_of(one.forgotten)):
        yield say("change.forgotten", f"{where}.{one.id}", reason=one.forgotten)


def changed_here(facts: Facts, where: str) -> tuple[Block, ...]:
    """Return the changes under a heading of their own; nothing where no output of before was given."""
    compared = facts.changes.compared
    return under("change.heading", change_lines(facts, where)) if compared else ()


def _severity(risk: str) -> int:
    return SEVERITIES.index(risk) if risk in SEVERITIES else -1


def _rank(order: list[str], stage: object) -> int:
    return order.index(str(stage)) if stage in order else len(order)


def _staged(facts: Facts, change: ChangeFacts, about: str) -> Line:
    """Return the stage a change is in, with its region where there are several."""
    stack = next((one for one in facts.project.stacks if one.key == change.stack), None)
    present = stage_of(facts, stack) if stack else None
    stage = present.title if present else change.stage
    if stage and stack and present and stack.region and value_of(stack.region) != value_of(present.region):
        return (say("change.stage_elsewhere", about, stage=stage, region=stack.region),)
    return (say("change.stage", about, stage=stage),) if stage else ()


def _enumerated(parts: Sequence[Statement]) -> Iterator[Statement]:
    """Yield parts of one sentence with what stands between them, and its end."""
    for one in parts:
        yield one
        yield label("change.end" if one is parts[-1] else "change.further")


def _altered(facts: Facts, found: Iterable[ChangeFacts], where: str) -> Iterator[Line]:
    """Yield the attributes that differ without a consequence that is known, one line for each resource."""
    for _, members in groupby(found, key=lambda one: (one.stack, value_of(one.address))):
        attributes = list(members)
        about = f"{where}.{attributes[0].id}"
        line = [*_staged(facts, attributes[0], about), say("change.of", about, address=attributes[0].address)]
        parts = [_alteration(one, where) for one in attributes]
        yield (*line, *_enumerated(parts))


def _alteration(one: ChangeFacts, where: str) -> Statement:
    given = {"attribute": one.attribute, "before": one.before, "after": one.after}
    return say(f"change.altered.{_form(one.before, one.after)}", f"{where}.{one.id}", **given)


def _form(before: Fact | None, after: Fact | None) -> str:
    """Return how both values are written: measures with their units, names as code."""
    known = [one for one in (before, after) if one]
    if not known:
        return "of"
    measured = all(isinstance(one.value, bool | int | float) for one in known)
    return "measured" if measured else "named"


def _together(facts: Facts, why: str, found: Iterable[ChangeFacts], where: str) -> Iterator[Line]:
    """Yield what needs no reason each, one line for each stack."""
    stacks: dict[str, list[ChangeFacts]] = {}
    for one in found:
        stacks.setdefault(one.stack, []).append(one)
    for stack, nodes in stacks.items():
        about = f"{where}.{why}.{stack}"
        line = [*_staged(facts, nodes[0], about)]
        if why != "created":
            given = {"addresses": ChangeFacts.address.each(nodes), "before": nodes[0].before, "after": nodes[0].after}
            line += [say(f"change.{why}", about, **given), *_locked(nodes, where)]
        else:
            line.append(label("change.created"))
            made = [say("change.new", f"{where}.{one.id}", number=one.after, address=one.address) for one in nodes]
            line += _enumerated(made)
        yield tuple(line)
