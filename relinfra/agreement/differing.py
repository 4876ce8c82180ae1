"""The values in which the two sides of a planned change differ, down to the leaves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from relinfra.agreement.action import ChangedValue
from relinfra.agreement.shown_value import ABSENT, UNKNOWN, ShownValue, shown

__all__ = ["changed_values"]


@dataclass(frozen=True)
class _Side:
    """One side of a change at a place: its value, what of it is a secret, and what of it is unknown."""

    value: Any
    sensitive: Any
    unknown: Any = None

    def at(self, step: Any) -> _Side:
        return _Side(*(_inside(one, step) for one in (self.value, self.sensitive, self.unknown)))

    @property
    def steps(self) -> set[Any]:
        found: set[Any] = set()
        for one in (self.value, self.unknown):
            found |= set(one) if isinstance(one, dict) else set(range(len(one))) if isinstance(one, list) else set()
        return found

    @property
    def is_whole(self) -> bool:
        """Whether it can only be told as one: a leaf, a secret, or something unknown."""
        return self.sensitive is True or self.unknown is True or not self.steps

    @property
    def parsed(self) -> _Side:
        """The side with text that is JSON, such as a policy or container definitions, as what it says."""
        text = self.value
        if self.sensitive is True or not isinstance(text, str) or not text.startswith(("{", "[")):
            return self
        try:
            return replace(self, value=json.loads(text))
        except (ValueError, RecursionError):
            return self


def changed_values(address: str, change: dict[str, Any]) -> tuple[ChangedValue, ...]:
    """Return every value that a change of a plan changes, sorted by its path."""
    before = _Side(change.get("before"), change.get("before_sensitive"))
    after = _Side(change.get("after"), change.get("after_sensitive"), change.get("after_unknown"))
    return tuple(sorted(_values(address, "", "", before, after), key=lambda one: one.path))


def _values(address: str, path: str, name: str, before: _Side, after: _Side) -> Iterator[ChangedValue]:
    before, after = before.parsed, after.parsed
    if _same(before, after):
        return
    if after.unknown is True or True in (before.sensitive, after.sensitive) or (before.is_whole and after.is_whole):
        was, now = _shown(address, path, name, before), _shown(address, path, name, after)
        if was != now:
            yield ChangedValue(path, was, now)
        return
    called = _called(before) or _called(after)
    for step in sorted(before.steps | after.steps, key=str):
        inner = f"{path}[{step}]" if isinstance(step, int) else f"{path}.{step}" if path else str(step)
        yield from _values(address, inner, called if step == "value" else name, before.at(step), after.at(step))


def _same(before: _Side, after: _Side) -> bool:
    return (
        after.unknown in (None, False, {}, [])
        and before.value == after.value
        and type(before.value) is type(after.value)
    )


def _shown(address: str, path: str, name: str, side: _Side) -> ShownValue:
    if side.unknown is True:
        return UNKNOWN
    if side.value is None and not side.sensitive:
        return ABSENT
    return shown(side.value, sensitive=bool(side.sensitive), address=address, path=path, name=name)


def _called(side: _Side) -> str:
    """Return the name beside a value, as environment variables of a container have it."""
    found = side.value.get("name") if isinstance(side.value, dict) else None
    return found if isinstance(found, str) else ""


def _inside(value: Any, step: Any) -> Any:
    if value is True:
        return True
    try:
        return value[step]
    except (KeyError, IndexError, TypeError):
        return None
