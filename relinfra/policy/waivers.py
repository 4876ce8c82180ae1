"""Every waiver of a synthesized folder, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from relinfra.errors import OutputError
from relinfra.evidence.fact import Json
from relinfra.policy.waiver import Waiver
from relinfra.reading.translate import what_is_wrong

__all__ = ["Waivers", "read_waivers"]


@dataclass(frozen=True)
class Waivers:
    """The waivers of a matrix on one day; the first that covers a failure accepts it."""

    declared: tuple[Waiver, ...]
    today: date

    def accept(self, policy: str, address: str, environment: str) -> Waiver | None:
        """Return the waiver that accepts a failure today, or None."""
        covering = (waiver for waiver in self.valid if waiver.covers(policy, address, environment))
        return next(covering, None)

    @property
    def valid(self) -> tuple[Waiver, ...]:
        """Those whose last day is not over."""
        return tuple(waiver for waiver in self.declared if not waiver.expired(self.today))

    @property
    def expired(self) -> tuple[Waiver, ...]:
        """Those that no longer apply."""
        return tuple(waiver for waiver in self.declared if waiver.expired(self.today))

    def stale(self, used: Iterable[Waiver]) -> tuple[Waiver, ...]:
        """Return those that are valid and accepted nothing."""
        applied = set(used)
        return tuple(waiver for waiver in self.valid if waiver not in applied)


def read_waivers(declared: Sequence[dict[str, Json]], today: date) -> Waivers:
    """Read the waivers of `relinfra.json`. Raises `OutputError` naming the waiver and the wrong field."""
    return Waivers(tuple(_waiver(number, body) for number, body in enumerate(declared, 1)), today)


def _waiver(number: int, body: dict[str, Json]) -> Waiver:
    try:
        return Waiver.model_validate(body)
    except ValidationError as error:
        wrong = what_is_wrong(error)
        raise OutputError(f"relinfra.json: waiver {number}: {wrong}; synthesize again with this relinfra") from error
