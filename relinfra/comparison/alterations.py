"""Alterations: every attribute that differs and whose consequence no rule knows, so that nothing changes untold."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache

from relinfra.comparison.attributes import AttributeChange
from relinfra.comparison.change import Action, Change
from relinfra.comparison.comparison import Comparison
from relinfra.comparison.configured import SENSITIVE
from relinfra.comparison.consequence import RESOURCE, Consequence, absent, absent_before, former, name_path, present
from relinfra.comparison.consequences.capacity import WATCHED as OF_CAPACITY
from relinfra.comparison.consequences.protection import WATCHED as OF_PROTECTION
from relinfra.comparison.measures import Measures, measures
from relinfra.comparison.replacement import Effect
from relinfra.evidence.fact import FormerEvidence, Json, TerraformEvidence, Value
from relinfra.evidence.path import Step, parsed, written
from relinfra.reading.secrets import is_secret

__all__ = ["ALTERED", "alterations"]

ALTERED = "altered"
"""The kind of an alteration, and the reason why it matters: it differs."""

_LONGEST = 160


def alterations(comparison: Comparison) -> Iterator[Consequence]:
    """Yield the attributes that differ and that no consequence tells of, and settings that come or go."""
    seen: Counter[tuple[str, ...]] = Counter()
    for change in comparison.changes:
        yield from _come_or_gone(comparison, change)
        for attribute in change.attributes:
            if attribute.effect is not Effect.NONE and not _told(change, attribute):
                one = _altered(change, attribute)
                seen[one.id] += 1
                # Two paths may make one word of an id, as those of the tags `a.b` and `a-b` do.
                yield one if seen[one.id] == 1 else _altered(change, attribute, seen[one.id])


def _come_or_gone(comparison: Comparison, change: Change) -> Iterator[Consequence]:
    """Yield that a data source, output, provider or other setting comes or goes; one of a new stack comes with that."""
    both = comparison.between.former.stacks.keys() & comparison.between.present.stacks.keys()
    one = change.present or change.former
    if change.managed or change.action not in (Action.CREATE, Action.DESTROY) or change.stack not in both or not one:
        return
    path = name_path(one)
    if change.present:
        evidence = (absent_before(one, *path), present(one, *path))
    else:
        evidence = (former(one, *path), absent(one, *path))
    why = "setting_comes" if change.present else "setting_goes"
    yield Consequence(change.stack, change.address, ALTERED, RESOURCE, why, evidence)


def _told(change: Change, attribute: AttributeChange) -> bool:
    """Whether a consequence is about an attribute, about what it lies in, or about what lies in it."""
    return any(
        one.what == attribute.path or _within(attribute.path, one.what) or _within(one.what, attribute.path)
        for one in change.consequences
    )


def _within(path: str, whole: str) -> bool:
    return path.startswith((f"{whole}.", f"{whole}["))


def _altered(change: Change, attribute: AttributeChange, number: int = 1) -> Consequence:
    path = parsed(attribute.path)
    before, after = (_shown(_covered(value, path)) for value in (attribute.before, attribute.after))
    evidence = (
        FormerEvidence(change.stack, _former_address(change), attribute.path, _json(before)),
        TerraformEvidence(change.stack, change.address, attribute.path, _json(after)),
    )
    what = attribute.path if number == 1 else f"{attribute.path} ({number})"
    unit = _units().get((change.type, written(path)), "") if _counted(before, after) else ""
    found = measures(change.present or change.former, path, before, after)
    before, after, unit, how = found if found.unit else Measures(before, after, unit)
    return Consequence(change.stack, change.address, ALTERED, what, ALTERED, evidence, before, after, unit, how)


def _former_address(change: Change) -> str:
    return change.former.address if change.former else change.address


def _counted(*values: Value | None) -> bool:
    return all(value is None or (isinstance(value, int | float) and not isinstance(value, bool)) for value in values)


@cache
def _units() -> dict[tuple[str, str], str]:
    return {(one.type, written(one.path)): one.unit for one in (*OF_CAPACITY, *OF_PROTECTION) if one.unit}


def _covered(value: Json, path: tuple[Step, ...]) -> Json:
    """Return a value without what looks like a secret, by itself or by where it stands."""
    if isinstance(value, dict):
        named = value.get("name")
        own = (*path, named) if isinstance(named, str) else path
        return {key: _covered(one, own if key == "value" else (*path, key)) for key, one in value.items()}
    if isinstance(value, list):
        return [_covered(one, path) for one in value]
    if isinstance(value, str) and "${" not in value and is_secret(_words(path), value):
        return SENSITIVE
    return value


def _words(path: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the steps that name a value: of a variable its name, and not that it is its value."""
    return path[:-1] if len(path) > 1 and path[-1] == "value" else path


def _shown(value: Json) -> Value | None:
    """Return a value as a fact has it: a block as JSON, cut where it is long."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return tuple(_cut(str(one)) for one in value)
    return _cut(value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False))


def _json(value: Value | None) -> Json:
    return list(value) if isinstance(value, tuple) else value


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
