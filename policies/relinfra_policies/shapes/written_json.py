"""JSON as Checkov hands it to a rule: read already, as text, or as text that has lost its inner escapes."""

from __future__ import annotations

import json
import re
from typing import Any

__all__ = ["read_json"]

UNESCAPED = re.compile(r'"([{\[])')
"""Where a text may begin that is JSON itself."""


def read_json(text: str) -> Any:
    """Return what a text of JSON says. Raises `ValueError` where it says nothing.

    Checkov takes escapes out of strings when it follows references, and thereby breaks JSON that is written in JSON.
    """
    try:
        return json.loads(text)
    except ValueError:
        return json.loads(_escaped(text))


def _escaped(text: str) -> str:
    """Return a text in which what is JSON between two quotation marks is a string again."""
    decoder, done, place = json.JSONDecoder(), [], 0
    while found := UNESCAPED.search(text, place):
        done.append(text[place : found.start()])
        try:
            _, end = decoder.raw_decode(text, found.start(1))
        except ValueError:
            end = -1
        inner = text[found.start(1) : end] if text[end : end + 1] == '"' else ""
        done.append(json.dumps(inner) if inner else text[found.start() : found.start(1)])
        place = end + 1 if inner else found.start(1)
    return "".join((*done, text[place:]))
