"""Every waiver of a synthesized folder, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from relinfra.errors import OutputError
from relinfra.evidence.fact import Json
from relinfra.policy.accepted_value import Place
from relinfra.policy.waiver import Waiver
from relinfra.reading.translate import what_is_wrong

__all__ = ["Waivers", "read_waivers"]


@dataclass(frozen=True)
class Waivers:
    """The waivers of a matrix on one day; the first that covers a failure accepts it."""

    declared: tuple[Waiver, ...]
    today: date

    def accept(self, policy: str, address: str, environment: str, place: Place | None = None) -> Waiver | None:
        """Return the waiver that accepts a failure of a resource today, or None."""
        covering = (waiver for waiver in self.valid if waiver.covers(policy, address, environment))
        return next((waiver for waiver in covering if waiver.admits(place)), None)

    @property
    def valid(self) -> tuple[Waiver, ...]:
        """Those whose first day has come and whose last day is not over."""
        return tuple(one for one in self.declared if one.begun(self.today) and not one.expired(self.today))

    @property
    def expired(self) -> tuple[Waiver, ...]:
        """Those that no longer apply."""
        return tuple(waiver for waiver in self.declared if waiver.expired(self.today))


def read_waivers(declared: Sequence[dict[str, Json]], today: date) -> Waivers:
    """Read the waivers of `relinfra.json`. Raises `OutputError` naming the waiver and the wrong field."""
    return Waivers(tuple(_waiver(number, body) for number, body in enumerate(declared, 1)), today)


def _waiver(number: int, body: dict[str, Json]) -> Waiver:
    try:
        return Waiver.model_validate(body)
    except ValidationError as error:
        wrong = what_is_wrong(error)
        raise OutputError(f"relinfra.json: waiver {number}: {wrong}; synthesize again with this relinfra") from error
