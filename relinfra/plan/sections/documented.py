"""What AWS documents, where a statement rests on it."""

from __future__ import annotations

from relinfra.evidence import Fact, Facts
from relinfra.evidence.record import Record

__all__ = ["documented"]


def documented(known: Facts | Record, name: str) -> Fact | None:
    """Return a figure of AWS's own with the page that says it."""
    facts = known.facts if isinstance(known, Record) else known
    return facts.get(f"project.aws.{name}")
