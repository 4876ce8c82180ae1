"""A shift laid out: a step chart, and below it what holds for a stretch of its axis."""

from __future__ import annotations

from dataclasses import dataclass

from relinfra.plan.diagrams.marks import DETAIL, WIDTH, Text, height, paragraph
from relinfra.plan.diagrams.shift import Shift, Stretch
from relinfra.plan.diagrams.text import width, wrapped

__all__ = ["Band", "Plot", "plotted"]

_LEFT, _RIGHT = 56.0, 20.0
"""The room beside the chart: on the left for the shares that its rules mean, on the right for half a number."""
_HIGH = 150.0
_PERCENTS = (0, 25, 50, 75, 100)
_BEFORE = 0.06
"""The part of the axis before its first number: there the old version still has everything."""
_BETWEEN = 8.0


@dataclass(frozen=True)
class Band:
    """A stretch of the axis."""

    x: float
    y: float
    width: float


@dataclass(frozen=True)
class Plot:
    """Everything at its place; `line` and `area` are paths of SVG."""

    height: float
    left: float
    right: float
    top: float
    bottom: float
    rules: tuple[float, ...]
    line: str
    area: str
    bands: tuple[Band, ...]
    texts: tuple[Text, ...]


def plotted(shift: Shift[str]) -> Plot:
    """Return a shift as a picture that is `WIDTH` wide."""
    return _Axes(shift).plot()


class _Axes:
    def __init__(self, shift: Shift[str]) -> None:
        self._shift = shift
        self._end = shift.end or 1
        self._title = wrapped(shift.up, WIDTH - 8, DETAIL)
        self._top = height(self._title, DETAIL) + 2 * _BETWEEN

    def plot(self) -> Plot:
        bottom = self._top + _HIGH
        line = self._line()
        below = wrapped(self._shift.across, WIDTH - _LEFT - _RIGHT, DETAIL)
        middle = (_LEFT + WIDTH - _RIGHT) / 2
        named = paragraph(below, middle, bottom + 22, DETAIL, "tick")
        bands, stretches, end = self._stretches(bottom + 22 + height(below, DETAIL) + _BETWEEN)
        titled = paragraph(self._title, 4, 0, DETAIL, "item")
        return Plot(
            height=end,
            left=_LEFT,
            right=WIDTH - _RIGHT,
            top=self._top,
            bottom=bottom,
            rules=tuple(map(self._up, _PERCENTS)),
            line=line,
            area=f"{line}V{bottom:g}H{_LEFT:g}z",
            bands=bands,
            texts=(*titled, *self._shares(), *self._places(bottom), *named, *stretches),
        )

    def _line(self) -> str:
        path = f"M{_LEFT:g} {self._up(0):g}"
        for level in self._shift.levels:
            path += f"H{self._across(level.at):g}V{self._up(level.percent):g}"
        return f"{path}H{WIDTH - _RIGHT:g}"

    def _stretches(self, top: float) -> tuple[tuple[Band, ...], tuple[Text, ...], float]:
        bands: list[Band] = []
        texts: list[Text] = []
        for stretch in self._shift.stretches:
            bands.append(self._band(stretch, top))
            lines = wrapped(stretch.label, WIDTH - _LEFT - _RIGHT, DETAIL)
            texts += paragraph(lines, _LEFT, top + 8, DETAIL, "item")
            top += height(lines, DETAIL) + 8 + _BETWEEN
        return tuple(bands), tuple(texts), top

    def _band(self, stretch: Stretch[str], y: float) -> Band:
        start = self._across(stretch.start)
        return Band(start, y, round(max(self._across(stretch.end) - start, 2), 2))

    def _shares(self) -> tuple[Text, ...]:
        return tuple(
            Text(_LEFT - 6, self._up(share) + 4, f"{share}\N{NO-BREAK SPACE}%", "share") for share in _PERCENTS
        )

    def _places(self, bottom: float) -> tuple[Text, ...]:
        """Return the numbers of the axis where something happens, as many as do not touch."""
        found: list[Text] = []
        marks = sorted({level.at for level in self._shift.levels} | {self._shift.end}, reverse=True)
        for at in marks:
            text = f"{at:g}"
            x, room = self._across(at), width(text, DETAIL) + 4
            if not found or found[-1].x - x >= room:
                found.append(Text(x, bottom + 16, text, "tick"))
        return tuple(found)

    def _across(self, at: float) -> float:
        room = WIDTH - _LEFT - _RIGHT
        return round(_LEFT + room * (_BEFORE + (1 - _BEFORE) * at / self._end), 2)

    def _up(self, percent: float) -> float:
        return round(self._top + _HIGH * (1 - percent / 100), 2)
