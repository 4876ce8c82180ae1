"""Excerpts in messages: a name or value as it is written, but visible and no longer than a line bears."""

from __future__ import annotations

import json

from relinfra.reading.secrets import covered
from relinfra.visible import visible

__all__ = ["LONGEST", "clipped", "named", "quoted"]

LONGEST = 80
"""How many characters of a name or a value a message shows."""


def quoted(text: str) -> str:
    """Return a value in quotes, cut where it is too long; what looks like a secret is covered."""
    shown = json.dumps(covered(text), ensure_ascii=False)
    return visible(shown if len(shown) <= LONGEST else f'{shown[:LONGEST]}…"')


def named(name: str) -> str:
    """Return a name in backquotes, cut where it is too long."""
    return f"`{clipped(name)}`"


def clipped(text: str) -> str:
    """Return a text as it is written, cut where it is too long; what looks like a secret is covered."""
    text = covered(text)
    return visible(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")
