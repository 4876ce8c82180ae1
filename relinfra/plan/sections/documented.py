"""What AWS documents, where a statement rests on it."""

from __future__ import annotations

from relinfra.evidence import Fact, Facts, Node

__all__ = ["documented"]


def documented(known: Facts | Node, name: str) -> Fact | None:
    """Return a figure of AWS's own with the page that says it."""
    facts = known.facts if isinstance(known, Node) else known
    return facts.get(f"project.aws.{name}")
