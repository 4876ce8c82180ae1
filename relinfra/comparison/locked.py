"""Losses that a lock tells of: what it keeps and an output would lose, and what it let go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from relinfra.comparison.consequence import Consequence, LockEntry
from relinfra.comparison.pair import Place

__all__ = ["Locked"]

Subject = tuple[str, str, str]
"""A stack, an address in it, and what of it a consequence is about."""

_WHOLE = "*"
_LOSING = ("destroyed", "left", "moved", "replaced")


@dataclass(frozen=True)
class Locked:
    """The losses that a lock tells of, and by stack and address, `*` for all of it, what it let go with the reason."""

    losses: tuple[Consequence, ...] = ()
    forgotten: Mapping[Place, LockEntry] = field(default_factory=dict)

    def said_of(self, found: Iterable[Consequence]) -> Iterator[Consequence]:
        """Yield consequences with the entry of the lock for each loss, and then those that only the lock tells of."""
        told = [one for one in found if not self._outdoes(one)]
        yield from (replace(one, lock=self._entry(one)) for one in told)
        known = {_subject(one) for one in told}
        lost = {(one.stack, one.address) for one in told if one.kind in _LOSING}
        for one in self.losses:
            if (one.stack, one.address) not in lost and _subject(one) not in known:
                yield one

    def _outdoes(self, one: Consequence) -> bool:
        """Whether the lock knows better: with another state, account or region nothing is destroyed or replaced."""
        elsewhere = self._emptied.get((one.stack, one.address))
        return elsewhere is not None and one.what == elsewhere.what and one.kind in ("destroyed", "replaced")

    @cached_property
    def _emptied(self) -> dict[Place, Consequence]:
        return {(one.stack, one.address): one for one in self.losses if one.kind == "left"}

    @cached_property
    def _kept(self) -> dict[Subject, LockEntry | None]:
        return {_subject(one): one.lock for one in self.losses}

    def _entry(self, one: Consequence) -> LockEntry | None:
        """Return the line that keeps what a consequence takes away, or else the one that let it go."""
        kept = self._kept.get(_subject(one))
        if kept or one.kind not in _LOSING or not one.stateful:
            return kept
        return self.forgotten.get((one.stack, one.address)) or self.forgotten.get((one.stack, _WHOLE))


def _subject(one: Consequence) -> Subject:
    return one.stack, one.address, one.what
