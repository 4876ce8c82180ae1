"""A schedule laid out: a line for each span, with its days on a track beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from relinfra.plan.diagrams.marks import DETAIL, NAME, WIDTH, Text, height, paragraph
from relinfra.plan.diagrams.schedule import Schedule, Span
from relinfra.plan.diagrams.text import wrapped

__all__ = ["Bar", "Calendar", "Days", "days_of"]

_EDGE = 4.0
_TRACK = 204.0
"""Where the days begin; the labels of the spans stand on the left of it, and wrap there."""
_RIGHT = 12.0
_BETWEEN = 7.0
_AXIS = 20.0
"""The room above the first phase, for the dates."""
_THICK = 10.0
_MOST_TICKS = 3
"""More dates than these would touch each other."""


@dataclass(frozen=True)
class Bar:
    """Days on the track; a diamond where there is one."""

    x: float
    y: float
    width: float
    milestone: bool

    @property
    def outline(self) -> str:
        """The path of SVG around it."""
        if not self.milestone:
            return f"M{self.x:g} {self.y - _THICK / 2:g}h{self.width:g}v{_THICK:g}h-{self.width:g}z"
        half = _THICK * 0.6
        return f"M{self.x:g} {self.y - half:g}l{half:g} {half:g}l-{half:g} {half:g}l-{half:g} -{half:g}z"


@dataclass(frozen=True)
class Days:
    """A column of the track: a weekend."""

    x: float
    width: float


@dataclass(frozen=True)
class Calendar:
    """Everything at its place."""

    height: float
    top: float
    weekends: tuple[Days, ...]
    rules: tuple[float, ...]
    bars: tuple[Bar, ...]
    texts: tuple[Text, ...]


def days_of(schedule: Schedule[str]) -> Calendar:
    """Return a schedule as a picture that is `WIDTH` wide."""
    scale = _Scale(min(one.start for one in schedule.spans), max(one.last for one in schedule.spans))
    bars, texts, rules, y = [], list(scale.ticks), [], _AXIS
    for phase in schedule.phases:
        rules.append(y)
        y += _BETWEEN
        title = wrapped(phase.label, _TRACK - 2 * _EDGE, NAME)
        texts += paragraph(title, _EDGE, y, NAME, "group")
        y += height(title, NAME) + _BETWEEN / 2
        for span in phase.spans:
            lines = wrapped(span.label, _TRACK - 3 * _EDGE, DETAIL)
            texts += paragraph(lines, _EDGE, y, DETAIL, "item")
            bars.append(scale.bar(span, y + height(lines, DETAIL) / 2))
            y += height(lines, DETAIL) + _BETWEEN
    return Calendar(y + _EDGE, _AXIS, scale.weekends, tuple(rules), tuple(bars), tuple(texts))


class _Scale:
    def __init__(self, first: date, last: date) -> None:
        self._first, self._count = first, (last - first).days + 1
        self._day = (WIDTH - _TRACK - _RIGHT) / self._count

    @property
    def weekends(self) -> tuple[Days, ...]:
        return tuple(
            Days(round(self._at(day), 2), round(self._day, 2))
            for day in self._days()
            if day.isoweekday() > 5  # noqa: PLR2004 - Saturday and Sunday
        )

    @property
    def ticks(self) -> tuple[Text, ...]:
        """Mondays as day and month are written in ISO dates, as many as there is room for."""
        mondays = [day for day in self._days() if day.isoweekday() == 1]
        every = -(-len(mondays) // _MOST_TICKS) or 1
        shown = mondays[::every] or [self._first]
        return tuple(Text(round(self._at(day), 2), _AXIS - 6, day.isoformat()[5:], "tick") for day in shown)

    def bar(self, span: Span[str], y: float) -> Bar:
        days = (span.last - span.start).days + 1
        middle = self._at(span.start) + self._day / 2
        start = self._at(span.start) if span.end else middle
        return Bar(round(start, 2), y, round(days * self._day, 2), span.end is None)

    def _at(self, day: date) -> float:
        return _TRACK + (day - self._first).days * self._day

    def _days(self) -> tuple[date, ...]:
        return tuple(self._first + timedelta(days=number) for number in range(self._count))
