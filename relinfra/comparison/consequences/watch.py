"""Attributes that are watched for a change in one direction, as tables of types and paths."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from relinfra.comparison.between import Between
from relinfra.comparison.consequence import Consequence, attribute_change
from relinfra.comparison.pair import Pair
from relinfra.evidence.attribute import Attribute
from relinfra.evidence.fact import Value
from relinfra.evidence.path import Step
from relinfra.evidence.resource import Resource

__all__ = ["Watch", "changed", "fewer", "higher", "judged", "lower", "off", "on", "watched"]

Judge = Callable[[Value | None, Value | None], bool]


def lower(before: Value | None, after: Value | None) -> bool:
    """Whether a number is lower than it was."""
    return isinstance(before, int | float) and isinstance(after, int | float) and after < before


def higher(before: Value | None, after: Value | None) -> bool:
    """Whether a number is higher than it was."""
    return lower(after, before)


def off(before: Value | None, after: Value | None) -> bool:
    """Whether something is off that was on."""
    return before is True and after is False


def on(before: Value | None, after: Value | None) -> bool:
    """Whether something is on that was off."""
    return off(after, before)


def changed(before: Value | None, after: Value | None) -> bool:
    """Whether a value is another, both being set."""
    return before is not None and after is not None and before != after


def fewer(before: Value | None, after: Value | None) -> bool:
    """Whether an item of a list is missing that was there."""
    return isinstance(before, tuple) and not set(before) <= set(after if isinstance(after, tuple) else ())


_READ: dict[Judge, Callable[[Attribute], Value]] = {
    lower: lambda found: found.figure,
    higher: lambda found: found.figure,
    off: lambda found: found.flag,
    on: lambda found: found.flag,
    changed: lambda found: found.text,
}
_DEFAULT: dict[Judge, Value] = {off: False, on: False, fewer: ()}


@dataclass(frozen=True)
class Watch:
    """An attribute of a type, and what it means that it changes so.

    `default` is the provider's where the attribute is not set. A number equal to `endless` means that there is no end.
    """

    type: str
    path: tuple[Step, ...]
    judge: Judge
    why: str
    unit: str = ""
    default: Value | None = None
    endless: int | None = None

    def compared(self, pair: Pair) -> tuple[Value | None, Value | None]:
        """Return what the attribute says on both sides."""
        return self._read(pair.former), self._read(pair.present)

    def worse(self, pair: Pair) -> bool:
        """Whether it changed that way."""
        return self.judge(*(self._limit(value) for value in self.compared(pair)))

    def _read(self, resource: Resource) -> Value | None:
        found = resource.at(*self.path)
        if found is None:
            return self.default if self.default is not None else _DEFAULT.get(self.judge)
        if self.judge is fewer:
            return tuple(sorted(one.text for one in resource.each(*self.path)))
        return _READ[self.judge](found)

    def _limit(self, value: Value | None) -> Value | None:
        return float("inf") if self.endless is not None and value == self.endless else value


def watched(between: Between, kind: str, table: Iterable[Watch]) -> Iterator[Consequence]:
    """Yield every change that a table watches for, as changes of one kind."""
    rows: dict[str, list[Watch]] = {}
    for row in table:
        rows.setdefault(row.type, []).append(row)
    for pair in between.kept:
        for row in rows.get(pair.former.type, ()):
            yield from judged(row, kind, pair)


def judged(row: Watch, kind: str, pair: Pair) -> Iterator[Consequence]:
    """Yield the change of one resource, where there is one."""
    if row.worse(pair):
        before, after = row.compared(pair)
        yield attribute_change(pair, kind, row.path, row.why, before=before, after=after, unit=row.unit)
