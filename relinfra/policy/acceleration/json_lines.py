"""Terraform JSON with the lines of its objects, in the form in which Checkov's YAML loader gives it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

__all__ = ["read"]

UNLIKE_YAML = re.compile(
    r"[^\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"  # none in YAML, or a break
    r"|\\u[dD][89a-fA-F]"  # a pair of surrogates, which YAML leaves apart
    r"|\n *:"  # a key whose colon stands on another line
)
"""Text that YAML reads in another way than JSON, or refuses."""

LONGEST_KEY = 1024 // len(r"\uFFFF")
"""YAML takes no text of more than 1,024 characters for a key; escaped, a character is six."""

FLOAT = re.compile(r"-?[0-9]+\.[0-9]*(?:[eE][-+][0-9]+)?")
"""What YAML 1.1 takes for a fraction: `1e5` is a string."""

TOKEN = re.compile(r'"(?:[^"\\]+|\\.)*"|[{}\n]')


def read(text: str) -> dict[str, Any] | None:
    """Return the object with `__startline__` and `__endline__` in it and in each below, as Checkov has them.

    None where only a YAML reader can tell what Checkov makes of the text.
    """
    if UNLIKE_YAML.search(text):
        return None
    lines = _lines(text)

    def marked(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if found and max(map(len, found)) > LONGEST_KEY:
            raise ValueError("a key that may be too long for YAML")
        found["__startline__"], found["__endline__"] = next(lines)
        return found

    try:
        found = json.loads(text, object_pairs_hook=marked, parse_float=_float, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield first and last line of each object, in the order in which the objects end."""
    line, opened = 1, []
    for token in TOKEN.finditer(text):
        match token[0]:
            case "\n":
                line += 1
            case "{":
                opened.append(line)
            case "}" if opened:
                yield opened.pop(), line


def _float(text: str) -> float | str:
    return float(text) if FLOAT.fullmatch(text) else text


def _refuse(text: str) -> None:
    raise ValueError(text)
