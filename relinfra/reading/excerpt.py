"""Excerpts in messages: a name or value as it is written, but visible and no longer than a line bears."""

from __future__ import annotations

import json

from relinfra.visible import visible

__all__ = ["LONGEST", "clipped", "named", "quoted"]

LONGEST = 80
"""How many characters of a name or a value a message shows."""


def quoted(text: str) -> str:
    """Return a value in quotes, cut where it is too long."""
    shown = json.dumps(text, ensure_ascii=False)
    return visible(shown if len(shown) <= LONGEST else f'{shown[:LONGEST]}…"')


def named(name: str) -> str:
    """Return a name in backquotes, cut where it is too long."""
    return f"`{clipped(name)}`"


def clipped(text: str) -> str:
    """Return a text as it is written, cut where it is too long."""
    return visible(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")
