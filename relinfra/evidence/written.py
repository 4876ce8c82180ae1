"""Values as text for programs: names of AWS in commands, words of sentences."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite

from relinfra.evidence.fact import Fact
from relinfra.release import DECIMALS

__all__ = ["digits", "written"]


def written(given: object) -> tuple[str, ...]:
    """Return every value of a fact or of several, as text for programs."""
    if isinstance(given, tuple):
        return tuple(value for item in given for value in written(item))
    value = given.value if isinstance(given, Fact) else given
    return written(value) if isinstance(value, tuple) else (digits(value),)


def digits(value: object) -> str:
    """Write a number exactly as far as release files go, without what computing with floats adds behind that."""
    if not isinstance(value, float) or not isfinite(value):
        return str(value)
    return f"{value:g}" if abs(value) < 1 else f"{Decimal(f'{value:.{DECIMALS}f}').normalize():f}"
