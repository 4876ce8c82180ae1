"""Further differences between stages: every fact in which they differ, found by comparing and not by a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from relinfra.evidence import Fact, Value, value_of
from relinfra.evidence.records.rollout import BlueGreen, Canary, CodeDeploy, Linear, OtherRollout, Rolling
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Row, Statement, Table
from relinfra.plan.say import label, say
from relinfra.plan.sections.setting_names import key_below, kind_of, setting_name

__all__ = ["OWN", "OWN_FIELDS", "further_differences"]

_Facts = Mapping[str, Fact]
OWN = ("stage", "regional_name", "region", "account", "target", "purpose", "approval", "paid")
"""What every stage has of its own, or another table compares."""
OWN_FIELDS = ("cidr", "domain")
"""What of each thing is another one in every stage."""
_STRATEGY = "deployment.strategy"
_OF_STRATEGIES = frozenset(
    field.word for kind in (BlueGreen, Canary, CodeDeploy, Linear, OtherRollout, Rolling) for field in kind.fields()
) | {"health.alike"}
"""What a service has by its strategy: target groups, ports, steps and shares, and whether both groups check alike."""


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
        if name.partition(".")[0] not in OWN and name.rpartition(".")[2] not in OWN_FIELDS
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
    lacking = {one for one in first if one} - told
    for kind in sorted({kind_of(thing) for thing in lacking}):
        cells = [_has(stage, own, kind, lacking) for stage, own in zip(stages, facts, strict=True)]
        yield _row(kind, cells, "lacking")


def _has(stage: Stage, own: _Facts, kind: str, lacking: set[str]) -> Statement:
    """Return which of the things of a kind that not all stages have one has, or that it has the one there can be."""
    found: dict[str, Fact] = {}
    for name, fact in own.items():
        for thing in (one for one in _things(name) if one in lacking and kind_of(one) == kind):
            found.setdefault(key_below(kind, name) or key_below(kind, thing), fact)
    if not found:
        return label("none")
    key, about, rests = "difference.other.there", f"{stage.id}.{kind}", tuple(found.values())
    if not any(found):
        return Statement(f"{key}/{about}", key, rests=rests)
    keys = tuple(Fact(f"{about}.{one}.key", one, "", fact.evidence, "place") for one, fact in found.items())
    return say("difference.other.has", about, keys=keys)


def _differing(stages: tuple[Stage, ...], facts: list[_Facts], known: frozenset[str]) -> Iterator[Row]:
    """Yield a row for each fact that is another one in two stages that have what it belongs to."""
    common = _common(stages)
    having = [{"", *(thing for name in own for thing in _things(name))} for own in facts]
    of_one_strategy = len({*map(_strategies, facts)}) <= 1
    for name in sorted({name for own in facts for name in own} - known):
        belongs = name.rpartition(".")[0]
        compared = [own.get(name) for own, things in zip(facts, having, strict=True) if belongs in things]
        if _of_another_strategy(name, facts, of_one_strategy=of_one_strategy):
            continue
        if len({repr(common(fact.value)) if fact else "" for fact in compared}) > 1:
            yield _row(name, [_value(own.get(name)) for own in facts], "differing")


def _of_another_strategy(name: str, facts: list[_Facts], *, of_one_strategy: bool) -> bool:
    """Whether a fact belongs to a strategy that not all of these stages have, which a row of its own tells."""
    kind, _, rest = name.partition(".")
    key, _, field = rest.partition(".")
    if kind == "service":
        strategies = {value_of(own.get(f"service.{key}.{_STRATEGY}")) for own in facts if f"service.{key}.cpu" in own}
        return len(strategies) > 1 and field in _OF_STRATEGIES and any(name not in own for own in facts)
    return kind == "alarm" and field == "target_groups" and not of_one_strategy


def _strategies(own: _Facts) -> tuple[Value, ...]:
    return tuple(fact.value for name, fact in sorted(own.items()) if name.endswith(f".{_STRATEGY}"))


def _common(stages: tuple[Stage, ...]) -> Callable[[Value], Value]:
    """Return what takes out of a value the names, accounts and regions that stages have of their own."""
    facts = (fact for one in stages for fact in (one.name, one.region, one.account, one.recovery.region))
    own = {str(value_of(fact)) for fact in facts if fact}
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
    said = label(f"difference.other.{consequence}")
    return Row(((setting_name(what),), *(((cell,),) for cell in cells), ((said,),)))
