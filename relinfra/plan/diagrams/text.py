"""Widths and breaks of text. Fonts differ from reader to reader, so widths are on the generous side."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["width", "wrapped"]

_CLASSES = (
    (0.42, "ijl.,:;'|!tfrI()[]{}/\\ -\""),
    (1.05, "mwMW@%&ЖЮШЩМФДЫжшщюмфы—…→"),
)
_EM = {char: em for em, chars in _CLASSES for char in chars}
_CAPITAL, _ORDINARY, _FULL = 0.8, 0.68, 1.1
_PIECE = re.compile(r".+?(?:[\s/_:·@=-]|\.(?!\d)|$)")


def width(text: str, size: float) -> float:
    """Return how many units `text` takes at most in a sans-serif font of `size` units, bold ones included."""
    return size * sum(map(_em, text))


def wrapped(text: str, room: float, size: float) -> tuple[str, ...]:
    """Return `text` in lines no wider than `room` units: broken at spaces and after signs, else anywhere."""
    lines = [""]
    for piece in _pieces(text, room, size):
        if lines[-1] and width((lines[-1] + piece).rstrip(), size) > room:
            lines.append("")
        lines[-1] += piece
    return tuple(stripped for line in lines if (stripped := line.strip())) or ("",)


def _pieces(text: str, room: float, size: float) -> list[str]:
    found = []
    for piece in _PIECE.findall(" ".join(text.split())):
        part = ""
        for char in piece:
            if part and width((part + char).rstrip(), size) > room:
                found.append(part)
                part = ""
            part += char
        found.append(part)
    return found


def _em(char: str) -> float:
    if char in _EM:
        return _EM[char]
    if unicodedata.east_asian_width(char) in "WF":
        return _FULL
    return _CAPITAL if char.isupper() else _ORDINARY if char.isalnum() else _CAPITAL
