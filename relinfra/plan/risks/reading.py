"""Facts as numbers and days."""

from __future__ import annotations

from datetime import date

from relinfra.evidence import Fact

__all__ = ["day", "number"]


def number(fact: Fact) -> float:
    """Return a fact as a number, 0 where it is none."""
    return fact.number or 0


def day(fact: Fact | None) -> date | None:
    """Return a fact as a day, None where there is none or it is no day."""
    try:
        return date.fromisoformat(str(fact.value)) if fact else None
    except ValueError:
        return None
