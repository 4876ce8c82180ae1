"""A flowchart laid out: frames, shapes and arrows at their places.

From top to bottom there are rows of shapes, and above each of them a channel in which arrows run; rows of one group
have a frame around them. Heights follow from what is written: first every row and channel gets its own, then the arrows
are drawn between the shapes, which stand by then.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from relinfra.plan.diagrams.boxes import Box, columns, placed, tallest
from relinfra.plan.diagrams.flowchart import Flowchart
from relinfra.plan.diagrams.marks import DETAIL, NAME, WIDTH, Text, height, paragraph
from relinfra.plan.diagrams.routing import Routing
from relinfra.plan.diagrams.rows import rows
from relinfra.plan.diagrams.text import wrapped

__all__ = ["Frame", "Layout", "Line", "laid_out"]

_EDGE = 4.0
"""Between a frame and the edge of the picture."""
_INSIDE = 10.0
"""Between a frame and what is in it."""
_HEAD = 7.0
"""How long the head of an arrow is: its line ends before the shape."""
_BESIDE = 5.0
"""Between an arrow and its label."""


@dataclass(frozen=True)
class Frame:
    """The frame around a group."""

    x: float
    y: float
    width: float
    height: float
    texts: tuple[Text, ...]


@dataclass(frozen=True)
class Line:
    """An arrow: the path of SVG, where its head is, and its label."""

    path: str
    x: float
    y: float
    dashed: bool
    texts: tuple[Text, ...]


@dataclass(frozen=True)
class Layout:
    """Everything at its place."""

    height: float
    frames: tuple[Frame, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def laid_out(chart: Flowchart[str]) -> Layout:
    """Return a flowchart as a picture that is `WIDTH` wide. The same flowchart gives the same places."""
    return _Pen(chart).layout()


class _Pen:
    def __init__(self, chart: Flowchart[str]) -> None:
        self._chart = chart
        self._rows = rows(chart)
        self._routing = Routing(chart, self._rows)
        self._y = _EDGE
        self._frames: list[Frame] = []
        self._boxes: dict[str, Box] = {}
        self._channels: list[float] = []

    def layout(self) -> Layout:
        for group, ranked in groupby(range(len(self._rows)), key=lambda index: self._rows[index].group):
            self._group(self._chart.groups[group].label, list(ranked))
        self._channels.append(self._y)
        below = self._routing.room(len(self._rows)) + _EDGE
        lines = tuple(self._line(index) for index in range(len(self._chart.arrows)))
        return Layout(self._y + below, tuple(self._frames), tuple(self._boxes.values()), lines)

    def _group(self, label: str | None, indexes: list[int]) -> None:
        if label is None:
            self._stand(indexes)
            return
        title = wrapped(label, WIDTH - 2 * (_EDGE + _INSIDE), NAME)
        self._y += _INSIDE if indexes[0] else 0
        top = self._y
        self._y += height(title, NAME) + _INSIDE
        self._stand(indexes)
        self._y += _INSIDE
        texts = paragraph(title, _EDGE + _INSIDE, top + _INSIDE / 2, NAME, "group")
        self._frames.append(Frame(_EDGE, top, WIDTH - 2 * _EDGE, self._y - top, texts))

    def _stand(self, indexes: list[int]) -> None:
        for index in indexes:
            self._channels.append(self._y)
            self._y += self._routing.room(index)
            tall = tallest(self._rows[index])
            for column in columns(self._rows[index]):
                self._boxes[column.shape.name] = placed(column, self._y, tall)
            self._y += tall

    def _line(self, index: int) -> Line:
        arrow, entry = self._chart.arrows[index], self._routing.entries[index]
        first, last = self._routing.ends(index)
        start, end = self._boxes[arrow.start], self._boxes[arrow.end]
        leaves = self._channels[first] + self._routing.slot(first, arrow.start)
        path = f"M{start.x + start.width / 2:g} {start.y + start.height:g}V{leaves:g}"
        arrives = leaves
        if first != last:
            arrives = self._channels[last] + self._routing.slot(last, arrow.end)
            path += f"H{self._routing.lane(index):g}V{arrives:g}"
        path += f"H{entry.x:g}V{end.y - _HEAD:g}"
        top = end.y - _HEAD - _BESIDE - height(entry.lines, DETAIL)
        texts = paragraph(entry.lines, entry.x + _BESIDE, top, DETAIL, "label")
        return Line(path, entry.x, end.y, arrow.dashed, texts)
