"""Further differences between stages: every fact in which they differ, found by comparing and not by a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from relinfra.evidence import Fact, Value, value_of
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Row, Statement, Table
from relinfra.plan.say import label, say

__all__ = ["further_differences"]

_Facts = Mapping[str, Fact]
_OWN = ("stage", "regional_name", "region", "account", "target", "purpose", "approval", "paid")
"""What every stage has of its own, or another table compares."""
_OWN_FIELDS = ("cidr", "domain")


def further_differences(
    stages: tuple[Stage, ...], known: frozenset[str], headings: tuple[Statement, ...]
) -> Table | None:
    """Return a row for each further fact in which stages differ; `known` are those that other rows tell of, by id.

    Names, accounts and regions of stages make no difference. A thing that a stage lacks is told once, whatever is known
    of it elsewhere; its facts are compared between the stages that have it.
    """
    facts = [_facts(stage) for stage in stages]
    rows = (*_lacking(stages, facts, known), *_differing(stages, facts, known))
    return Table(headings, rows) if rows else None


def _facts(stage: Stage) -> _Facts:
    """Return the facts of a stage that are to be compared, by what they are called in it."""
    prefix = f"{stage.id}."
    own = ((name.removeprefix(prefix), fact) for name, fact in stage.facts.items() if name.startswith(prefix))
    return {
        name: fact
        for name, fact in own
        if name.partition(".")[0] not in _OWN and name.rpartition(".")[2] not in _OWN_FIELDS
    }


def _things(name: str) -> Iterator[str]:
    """Yield what a fact belongs to, from without: `service`, `service.web`, `service.web.migration`."""
    words = name.split(".")
    return (".".join(words[:length]) for length in range(1, len(words)))


def _lacking(stages: tuple[Stage, ...], facts: list[_Facts], known: frozenset[str]) -> Iterator[Row]:
    """Yield a row for each kind of thing of which stages have others, with those of each that not all have."""
    having = [{thing for name in own for thing in _things(name)} for own in facts]
    every = {name for own in facts for name in own}
    first = (next((one for one in _things(name) if one not in things), "") for name in every for things in having)
    told = {thing for name in known for thing in _things(name)}
    kinds: dict[str, list[str]] = {}
    for thing in sorted({one for one in first if one} - told):
        kinds.setdefault(thing.rpartition(".")[0] or thing, []).append(thing)
    for kind, things in kinds.items():
        cells = [_has(stage, own, kind, things) for stage, own in zip(stages, facts, strict=True)]
        yield _row(kind, cells, "lacking")


def _has(stage: Stage, own: _Facts, kind: str, things: list[str]) -> Statement:
    found = {thing: fact for thing in things for name, fact in own.items() if name.startswith(f"{thing}.")}
    if not found:
        return label("none")
    key, about = "difference.other.has", f"{stage.id}.{kind}"
    keys = ", ".join(thing.rpartition(".")[2] for thing in found)
    return Statement(f"{key}/{about}", key, {"keys": keys}, rests=tuple(found.values()))


def _differing(stages: tuple[Stage, ...], facts: list[_Facts], known: frozenset[str]) -> Iterator[Row]:
    """Yield a row for each fact that is another one in two stages that have what it belongs to."""
    common = _common(stages)
    having = [{"", *(thing for name in own for thing in _things(name))} for own in facts]
    for name in sorted({name for own in facts for name in own} - known):
        belongs = name.rpartition(".")[0]
        compared = [own.get(name) for own, things in zip(facts, having, strict=True) if belongs in things]
        if len({repr(common(fact.value)) if fact else "" for fact in compared}) > 1:
            yield _row(name, [_value(own.get(name)) for own in facts], "differing")


def _common(stages: tuple[Stage, ...]) -> Callable[[Value], Value]:
    """Return what takes out of a value the names, accounts and regions that stages have of their own."""
    own = {str(value_of(fact)) for one in stages for fact in (one.name, one.region, one.account) if fact}
    pattern = re.compile("|".join(re.escape(word) for word in sorted(own, key=len, reverse=True)) or "(?!)")

    def common(value: Value) -> Value:
        if isinstance(value, tuple):
            return tuple(str(common(one)) for one in value)
        # A further region stands in names beside the environment, which the first region's lack.
        return re.sub(r"\*(?:-\*)+", "*", pattern.sub("*", value)) if isinstance(value, str) else value

    return common


def _value(fact: Fact | None) -> Statement:
    if fact is None:
        return label("none")
    named = isinstance(fact.value, str | tuple) and not fact.unit
    return say("difference.names" if named else "difference.value", fact.id, fact=fact)


def _row(what: str, cells: list[Statement], consequence: str) -> Row:
    name, said = label("difference.other.name", name=what), label(f"difference.other.{consequence}")
    return Row((((name,),), *(((cell,),) for cell in cells), ((said,),)))
