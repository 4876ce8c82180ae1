"""Text as a reader has to see it: nothing in it hides, reorders or moves what stands around it.

Whoever prints a message or writes a report or document for people passes what others wrote through here. U+202E turns
the rest of a line around, U+200B makes two names look alike, U+001B drives a terminal (CVE-2021-42574 and its kind).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

__all__ = ["visible", "visible_json", "visible_lines"]

_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
"""Categories of Unicode: control, format (bidirectional, zero-width), private use, surrogates, separators of lines."""

_LINE_ENDS = re.compile(r"[\t\r\n\f\v\u2028\u2029]+")
_SIGN = "\N{REPLACEMENT CHARACTER}"


class _Shown(dict[int, str | int]):
    """A table for `str.translate`: each character stands for itself, or for what tells of it where it hides."""

    def __init__(self, told: Callable[[str], str]) -> None:
        super().__init__()
        self._told = told

    def __missing__(self, code: int) -> str | int:
        self[code] = self._told(chr(code)) if _hides(chr(code)) else code
        return self[code]


def visible(text: str) -> str:
    """Return `text` on one line, with a sign in the place of each character that hides or reorders text."""
    return text if text.isprintable() else _LINE_ENDS.sub(" ", text).translate(_SIGNS)


def visible_lines(text: str) -> str:
    """Return `text` line by line as `visible` returns each."""
    return text if text.isprintable() else "\n".join(map(visible, text.split("\n")))


def visible_json(text: str) -> str:
    """Return JSON that means the same, with an escape in the place of each character that hides or reorders text."""
    lines = text.split("\n")
    return "\n".join(line if line.isprintable() else line.translate(_ESCAPES) for line in lines)


def _hides(char: str) -> bool:
    return unicodedata.category(char) in _HIDDEN or _is_noncharacter(ord(char))


def _is_noncharacter(code: int) -> bool:
    """Say whether Unicode will never give a code a meaning; XML cannot hold it in any spelling."""
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF  # noqa: PLR2004 - the block that Unicode set aside


def _escape(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


_SIGNS = _Shown(lambda _: _SIGN)
_ESCAPES = _Shown(_escape)
