"""What changes in the infrastructure with a release, compared with what was synthesized before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from relinfra.evidence import Fact, Facts, Node
from relinfra.plan.gaps import gap
from relinfra.plan.model import Line
from relinfra.plan.say import label, say
from relinfra.plan.stages import gathered, stages

__all__ = ["COMPARED", "changes", "told_change", "told_changes"]

_ROOT = "change"
_COMPARED = "compared"
COMPARED = f"{_ROOT}.{_COMPARED}"
"""Id of the fact that two outputs were compared."""
_KINDS = ("destroyed", "replaced", "moved", "database", "access", "capacity", "protection", "created")
_GRANTED = ("actions", "resources", "principals")


def changes(facts: Facts, *whys: str) -> tuple[Node, ...]:
    """Return the changes with one of these reasons, all where none is named: the live stage first, then by kind."""
    order = [str(stage.read_value("stage")) for stage in reversed(stages(facts))]
    found = [one for one in _nodes(facts) if not whys or one.read_value("why") in whys]
    return tuple(
        sorted(found, key=lambda one: (_rank(order, one.read_value("stage")), _KINDS.index(_kind(one)), one.id))
    )


def told_changes(facts: Facts, where: str) -> list[Line]:
    """Return the changes, or that there are none; ask for the former output where nothing was compared."""
    compared = facts.get(COMPARED)
    if compared is None:
        return [(gap("against"),)]
    found = changes(facts)
    if not found:
        return [(say("change.none", where, compared=compared),)]
    told = [one for one in found if one.read_value("why") not in ("created", "gone")]
    return [
        (say("change.compared", where, compared=compared),),
        *(told_change(one, where) for one in told),
        *_together("gone", [one for one in found if one.read_value("why") == "gone"], where),
        *_together("created", [one for one in found if one.read_value("why") == "created"], where),
    ]


def told_change(change: Node, where: str) -> Line:
    """Return one change: where it is, what was and what is, and what that means."""
    about = f"{where}.{change.id}"
    before, after = change.fact("before"), change.fact("after")
    given = {"address": change.fact("address"), "attribute": change.fact("attribute"), "before": before, "after": after}
    line = [*_staged(change, about), say(f"change.{_form(before, after)}", about, **given)]
    line.append(say(f"change.why.{change.read_value('why')}", about, address=given["address"], after=after))
    granted = {name: change.fact(name) for name in _GRANTED}
    line += [say(f"change.{name}", about, names=fact) for name, fact in granted.items() if fact]
    order = change.fact("order")
    return (*line, say(f"change.order.{order.value}", about, order=order)) if order else tuple(line)


def _nodes(facts: Facts) -> Iterator[Node]:
    for stack in facts.names.get(_ROOT, ()):
        if stack != _COMPARED:
            for address in facts.names[f"{_ROOT}.{stack}"]:
                for kind in facts.names[f"{_ROOT}.{stack}.{address}"]:
                    yield from facts.at(f"{_ROOT}.{stack}.{address}").nodes(kind)


def _kind(change: Node) -> str:
    return change.id.rsplit(".", 2)[-2]


def _rank(order: list[str], stage: object) -> int:
    return order.index(str(stage)) if stage in order else len(order)


def _staged(change: Node, about: str) -> Line:
    stage = change.fact("stage")
    return (say("change.stage", about, stage=stage),) if stage else ()


def _form(before: Fact | None, after: Fact | None) -> str:
    """Return how both values are written: measures with their units, names as code."""
    known = [one for one in (before, after) if one]
    if not known:
        return "of"
    measured = all(isinstance(one.value, bool | int | float) for one in known)
    return "measured" if measured else "named"


def _together(why: str, found: Iterable[Node], where: str) -> Iterator[Line]:
    """Yield what needs no reason each, one line for each stack."""
    stacks: dict[str, list[Node]] = {}
    for one in found:
        stacks.setdefault(one.id.split(".")[1], []).append(one)
    for stack, nodes in stacks.items():
        about = f"{where}.{why}.{stack}"
        line = [*_staged(nodes[0], about)]
        if why == "gone":
            line.append(say("change.gone", about, addresses=gathered(tuple(nodes), "address")))
        else:
            line.append(label("change.created"))
            line += [
                say("change.new", f"{where}.{one.id}", number=one.fact("after"), address=one.fact("address"))
                for one in nodes
            ]
        yield tuple(line)
