"""Diagrams as Mermaid, which GitHub draws."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import singledispatch

from relinfra.plan.diagrams.drawing import Drawing
from relinfra.plan.diagrams.flowchart import Flowchart, Kind, Shape
from relinfra.plan.diagrams.schedule import Schedule, Span
from relinfra.plan.diagrams.shift import Shift
from relinfra.visible import visible

__all__ = ["Label", "label", "mermaid"]

# Everything but letters, digits and what no parser of Mermaid gives a meaning within a label.
_SPECIAL = re.compile(r"[^A-Za-z0-9\s.,/()\u0080-\U0010ffff-]")
# What makes a list of a label, which Mermaid refuses to draw, and words that begin a line of a Gantt chart.
_LEADING = re.compile(
    r"[-.,]|\d|(?:acc|axis|call|click|date|end|excl|gantt|href|incl|section|tick|title|today|top|week)",
    flags=re.IGNORECASE,
)
_EMPTY = "\N{EN DASH}"
_OUTLINES = {
    Kind.PERSON: ("([", "])"),
    Kind.LOAD_BALANCER: ("[/", "\\]"),
    Kind.TARGETS: ("[[", "]]"),
    Kind.SERVICE: ("[", "]"),
    Kind.DATABASE: ("[(", ")]"),
    Kind.BUCKET: ("[\\", "/]"),
    Kind.SECRET: (">", "]"),
    Kind.STEP: ("(", ")"),
    Kind.GATE: ("{", "}"),
    Kind.BRANCH: ("([", "])"),
}


class Label(str):
    """Text that is part of a Mermaid label already."""

    __slots__ = ()


def label(text: str) -> Label:
    """Return text as a label that shows it and ends nowhere but where the text does."""
    if isinstance(text, Label):
        return text
    flat = visible(" ".join(text.split())) or _EMPTY
    first = 1 if _LEADING.match(flat) else 0
    return Label("".join(map(_entity, flat[:first])) + _SPECIAL.sub(lambda match: _entity(match[0]), flat[first:]))


def mermaid(drawing: Drawing[str]) -> str:
    """Return a diagram as the text of a Mermaid fence, without a line end at its end. No label can break it."""
    return "\n".join(_lines(drawing))


@singledispatch
def _lines(drawing: object) -> Iterator[str]:
    raise NotImplementedError(type(drawing).__name__)


@_lines.register(Flowchart)
def _(chart: Flowchart[str]) -> Iterator[str]:
    ids = {shape.name: f"n{index}" for index, shape in enumerate(chart.shapes)}
    yield "flowchart TB"
    for index, group in enumerate(chart.groups):
        if group.label is not None:
            yield f"  subgraph g{index}[{_quoted(group.label)}]"
        yield from (f"    {ids[shape.name]}{_shape(shape)}" for shape in group.shapes)
        if group.label is not None:
            yield "  end"
    for arrow in chart.arrows:
        line = "-.->" if arrow.dashed else "-->"
        label = "" if arrow.label is None else f"|{_quoted(arrow.label)}|"
        yield f"  {ids[arrow.start]} {line}{label} {ids[arrow.end]}"


def _shape(shape: Shape[str]) -> str:
    before, after = _OUTLINES[shape.kind]
    return f'{before}"{"<br>".join(map(label, shape.labels))}"{after}'


@_lines.register(Schedule)
def _(schedule: Schedule[str]) -> Iterator[str]:
    yield "gantt"
    yield "  dateFormat YYYY-MM-DD"
    yield "  axisFormat %m-%d"
    yield "  todayMarker off"
    for phase in schedule.phases:
        yield f"  section {label(phase.label)}"
        yield from (f"    {label(span.label)} :{_span(span)}" for span in phase.spans)


def _span(span: Span[str]) -> str:
    if span.end is None:
        return f"milestone, {span.start.isoformat()}, 0d"
    return f"{span.start.isoformat()}, {(span.end - span.start).days + 1}d"


@_lines.register(Shift)
def _(shift: Shift[str]) -> Iterator[str]:
    places = [_quoted(f"<{shift.levels[0].at:g}"), *(f'"{level.at:g}"' for level in shift.levels)]
    shares = ["0", *(f"{level.percent:g}" for level in shift.levels)]
    if shift.end > shift.levels[-1].at:
        places.append(f'"{shift.end:g}"')
        shares.append(shares[-1])
    yield "xychart-beta"
    yield f"  x-axis {_quoted(shift.across)} [{', '.join(places)}]"
    yield f"  y-axis {_quoted(shift.up)} 0 --> 100"
    yield f"  bar [{', '.join(shares)}]"


def _quoted(text: str) -> str:
    return f'"{label(text)}"'


def _entity(char: str) -> str:
    return f"#{ord(char)};"
