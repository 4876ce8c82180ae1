"""Routing of a flowchart's arrows: between the rows and beside them, never through a shape.

    channel 0                        an arrow
    [ shape ]    [ shape ]   row 0     leaves its shape downwards,
    channel 1                          turns into its slot of the channel below,
    [ shape ]    [ shape ]   row 1     passes further rows in a lane,
    channel 2                          turns into a slot of the channel above its end,
                                       and comes down onto its end at its entry.

The arrow to a shape of the next row needs one channel and no lane. Lanes lie at both sides of the rows, and in the gap
between the two columns where every row passed has two shapes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from relinfra.plan.diagrams.boxes import GAP, SIDE, Column, columns
from relinfra.plan.diagrams.flowchart import Arrow, Flowchart
from relinfra.plan.diagrams.marks import DETAIL, WIDTH, height
from relinfra.plan.diagrams.rows import Row
from relinfra.plan.diagrams.text import wrapped

__all__ = ["Landing", "Routing"]

_SLOT = 6.0
"""Between two lines that run beside each other."""
_HEAD = 12.0
"""Above a shape, for the heads of the arrows that come down onto it."""
_CLEAR = 5.0
"""On either side of a label."""
_LANES = 4
"""Arrows of so many shapes, one after the other, have lanes of their own; the next one begins with the first again."""


@dataclass(frozen=True)
class Landing:
    """The point at which an arrow comes down onto its end, and its label in lines beside it."""

    x: float
    lines: tuple[str, ...]


class Routing:
    """The routing of arrows: the room they need above each row, and the columns of it they take.

    The room above a row is its channel; one more lies below the last row. In a channel every arrow that comes from a
    shape, or passes on to one, has a height of its own, its slot.
    """

    def __init__(self, chart: Flowchart[str], rows: tuple[Row, ...]) -> None:
        self._arrows = chart.arrows
        self._rows = rows
        self._row = {shape.name: index for index, row in enumerate(rows) for shape in row.shapes}
        self._columns = {column.shape.name: column for row in rows for column in columns(row)}

    def slot(self, channel: int, name: str) -> float:
        """Return how far below the upper edge of a channel the arrows from or to a shape run."""
        return _SLOT * (self._slots[channel].index(name) + 1)

    def room(self, channel: int) -> float:
        """Return how high a channel is."""
        slots = len(self._slots[channel])
        if channel == len(self._rows):
            return _SLOT * (slots + 1) if slots else 0
        entries = [entry for index, entry in self.entries.items() if self.ends(index)[1] == channel]
        labels = max((height(entry.lines, DETAIL) for entry in entries if entry.lines), default=0)
        return _SLOT * (slots + 1) + labels + _HEAD if entries else _HEAD

    def ends(self, index: int) -> tuple[int, int]:
        """Return the channels in which an arrow begins and ends."""
        arrow = self._arrows[index]
        return self._row[arrow.start] + 1, self._row[arrow.end]

    def column(self, name: str) -> Column:
        """Return where a shape stands."""
        return self._columns[name]

    def lane(self, index: int) -> float:
        """Return the column in which an arrow passes rows between its two channels.

        Downwards it takes the gap in the middle, or the side on which its end stands; upwards always the right side.
        """
        first, last = self.ends(index)
        passed = self._rows[first:last] if first <= last else self._rows[last:first]
        arrow = self._arrows[index]
        number = list(self._row).index(arrow.start) % _LANES
        if first <= last and all(len(row.shapes) > 1 for row in passed):
            return WIDTH / 2 + (number - (_LANES - 1) / 2) * GAP / (2 * _LANES)
        beside = SIDE - _SLOT * (number + 1)
        return beside if first <= last and self._centre(arrow.end) < WIDTH / 2 else WIDTH - beside

    @cached_property
    def entries(self) -> Mapping[int, Landing]:
        """Every arrow's way onto its end, by its number.

        The entries of a shape stand at equal distances along its upper edge, in the order in which the arrows come
        from left to right: so they do not cross.
        """
        found: dict[int, Landing] = {}
        for name in self._row:
            coming = [index for index, arrow in enumerate(self._arrows) if arrow.end == name]
            coming.sort(key=lambda index: (self._origin(index), index))
            column = self._columns[name]
            places = [column.x + column.width * (place + 1) / (len(coming) + 1) for place in range(len(coming))]
            limits = [*places[1:], self._limit(name)]
            for index, x, limit in zip(coming, places, limits, strict=False):
                found[index] = Landing(x, self._lines(self._arrows[index], limit - x - 2 * _CLEAR))
        return found

    @cached_property
    def _slots(self) -> list[list[str]]:
        slots: list[list[str]] = [[] for _ in range(len(self._rows) + 1)]
        for index, arrow in enumerate(self._arrows):
            first, last = self.ends(index)
            slots[first].append(arrow.start)
            if first != last:
                slots[last].append(arrow.end)
        return [list(dict.fromkeys(names)) for names in slots]

    def _origin(self, index: int) -> float:
        first, last = self.ends(index)
        return self._centre(self._arrows[index].start) if first == last else self.lane(index)

    def _centre(self, name: str) -> float:
        column = self._columns[name]
        return column.x + column.width / 2

    def _limit(self, name: str) -> float:
        """Return how far to the right a label above a shape may reach: to the next shape of its row, or the edge."""
        beside = [other.x for other in self._columns.values() if self._row[other.shape.name] == self._row[name]]
        return min((x for x in beside if x > self._columns[name].x), default=WIDTH - SIDE / 4)

    def _lines(self, arrow: Arrow[str], room: float) -> tuple[str, ...]:
        return () if arrow.label is None else wrapped(arrow.label, room, DETAIL)
