"""Changes of the infrastructure with a release, compared with what was synthesized before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from relinfra.evidence import Fact, Facts, value_of
from relinfra.evidence.facts import Everything
from relinfra.evidence.records.change import ChangeFacts, Changes
from relinfra.plan.missing import missing
from relinfra.plan.model import Line
from relinfra.plan.say import label, say
from relinfra.plan.stages import stages

__all__ = ["COMPARED", "change_line", "change_lines", "changes"]

COMPARED = Changes.compared.below(Everything.changes.below(""))
"""Id of the fact that two outputs were compared."""

_KINDS = ("destroyed", "replaced", "moved", "database", "access", "capacity", "protection", "created")


def changes(facts: Facts, *whys: str) -> tuple[ChangeFacts, ...]:
    """Return the changes with one of these reasons, all where none is named: the live stage first, then by kind."""
    order = [str(value_of(stage.name)) for stage in reversed(stages(facts))]
    found = [one for one in facts.changes.every if not whys or value_of(one.why) in whys]
    return tuple(sorted(found, key=lambda one: (_rank(order, value_of(one.stage)), _KINDS.index(one.kind), one.id)))


def change_lines(facts: Facts, where: str) -> list[Line]:
    """Return the changes, or that there are none; ask for the former output where nothing was compared."""
    compared = facts.changes.compared
    if compared is None:
        return [(missing("against"),)]
    found = changes(facts)
    if not found:
        return [(say("change.none", where, compared=compared),)]
    told = [one for one in found if value_of(one.why) not in ("created", "gone")]
    return [
        (say("change.compared", where, compared=compared),),
        *(change_line(one, where) for one in told),
        *_together("gone", [one for one in found if value_of(one.why) == "gone"], where),
        *_together("created", [one for one in found if value_of(one.why) == "created"], where),
    ]


def change_line(change: ChangeFacts, where: str) -> Line:
    """Return one change: where it is, what was and what is, and what that means."""
    about = f"{where}.{change.id}"
    before, after = change.before, change.after
    given = {"address": change.address, "attribute": change.attribute, "before": before, "after": after}
    line = [*_staged(change, about), say(f"change.{_form(before, after)}", about, **given)]
    line.append(say(f"change.why.{value_of(change.why)}", about, address=given["address"], after=after))
    granted = (ChangeFacts.actions, ChangeFacts.resources, ChangeFacts.principals)
    line += [say(f"change.{one.name}", about, names=fact) for one in granted if (fact := one.of(change))]
    order = change.order
    return (*line, say(f"change.order.{order.value}", about, order=order)) if order else tuple(line)


def _rank(order: list[str], stage: object) -> int:
    return order.index(str(stage)) if stage in order else len(order)


def _staged(change: ChangeFacts, about: str) -> Line:
    stage = change.stage
    return (say("change.stage", about, stage=stage),) if stage else ()


def _form(before: Fact | None, after: Fact | None) -> str:
    """Return how both values are written: measures with their units, names as code."""
    known = [one for one in (before, after) if one]
    if not known:
        return "of"
    measured = all(isinstance(one.value, bool | int | float) for one in known)
    return "measured" if measured else "named"


def _together(why: str, found: Iterable[ChangeFacts], where: str) -> Iterator[Line]:
    """Yield what needs no reason each, one line for each stack."""
    stacks: dict[str, list[ChangeFacts]] = {}
    for one in found:
        stacks.setdefault(one.stack, []).append(one)
    for stack, nodes in stacks.items():
        about = f"{where}.{why}.{stack}"
        line = [*_staged(nodes[0], about)]
        if why == "gone":
            line.append(say("change.gone", about, addresses=ChangeFacts.address.each(nodes)))
        else:
            line.append(label("change.created"))
            line += [say("change.new", f"{where}.{one.id}", number=one.after, address=one.address) for one in nodes]
        yield tuple(line)
