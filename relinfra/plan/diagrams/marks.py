"""SVG elements that pictures are made of."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DETAIL", "NAME", "WIDTH", "Text", "height", "paragraph"]

WIDTH = 360
"""Every picture is as wide as a phone, where its text has the size of the text around it."""

NAME, DETAIL = 13.0, 11.5
"""Sizes of text: of names, and of what is said below and beside them."""

_LEADING = 1.25


@dataclass(frozen=True)
class Text:
    """A line of text, from `x` on or centred on it; `style` is the class that CSS knows."""

    x: float
    y: float
    text: str
    style: str


def paragraph(lines: tuple[str, ...], x: float, top: float, size: float, style: str) -> tuple[Text, ...]:
    """Return lines below one another, the first of which begins at `top`."""
    return tuple(Text(x, top + size * (_LEADING * index + 1), line, style) for index, line in enumerate(lines))


def height(lines: tuple[str, ...], size: float) -> float:
    """Return how high such a paragraph is."""
    return len(lines) * size * _LEADING
