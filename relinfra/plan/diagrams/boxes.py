"""The places of a flowchart's shapes, each as large as what is written in it."""

from __future__ import annotations

from dataclasses import dataclass

from relinfra.plan.diagrams.flowchart import Kind, Shape
from relinfra.plan.diagrams.marks import DETAIL, NAME, WIDTH, Text, height, paragraph
from relinfra.plan.diagrams.rows import ABREAST, Row
from relinfra.plan.diagrams.text import wrapped

__all__ = ["GAP", "SIDE", "Box", "Column", "columns", "placed", "tallest"]

SIDE = 32.0
"""The room at each side of the shapes, for arrows that pass them."""

GAP = 24.0
"""The room between two shapes side by side."""

_ALONE = 236.0
"""The width of a shape that stands alone in its row: less than the row has, so that arrows pass it on both sides."""
_PADDING = 9.0
# Outlines that slant or bulge need more room beside or above what is written in them.
_SLANT = {Kind.PERSON: 8.0, Kind.BRANCH: 8.0, Kind.LOAD_BALANCER: 12.0, Kind.BUCKET: 6.0, Kind.GATE: 14.0}
_BULGE = {Kind.DATABASE: 7.0}


@dataclass(frozen=True)
class Column:
    """The column of a shape in its row."""

    shape: Shape[str]
    x: float
    width: float


@dataclass(frozen=True)
class Box:
    """A shape with its outline and what is written in it."""

    kind: Kind
    x: float
    y: float
    width: float
    height: float
    texts: tuple[Text, ...]

    @property
    def outline(self) -> str:
        """The path of SVG around it."""
        return _OUTLINES.get(self.kind, _rectangle)(self)


def columns(row: Row) -> tuple[Column, ...]:
    """Return where the shapes of a row stand: two of equal width, from the left, or one in the middle."""
    if len(row.shapes) == 1:
        return (Column(row.shapes[0], (WIDTH - _ALONE) / 2, _ALONE),)
    width = (WIDTH - 2 * SIDE - (ABREAST - 1) * GAP) / ABREAST
    return tuple(Column(shape, SIDE + index * (width + GAP), width) for index, shape in enumerate(row.shapes))


def tallest(row: Row) -> float:
    """Return how high the shapes of a row are."""
    return max(_needed(column) for column in columns(row))


def placed(column: Column, top: float, tall: float) -> Box:
    """Return a shape at its place, with what is written in it in the middle."""
    shape, centre = column.shape, column.x + column.width / 2
    y = top + (tall - _needed(column)) / 2 + _PADDING + 2 * _BULGE.get(shape.kind, 0)
    texts: tuple[Text, ...] = ()
    for lines, size, style in _written(column):
        texts += paragraph(lines, centre, y, size, style)
        y += height(lines, size)
    return Box(shape.kind, column.x, top, column.width, tall, texts)


def _needed(column: Column) -> float:
    text = sum(height(lines, size) for lines, size, _ in _written(column))
    return text + 2 * _PADDING + 3 * _BULGE.get(column.shape.kind, 0)


def _written(column: Column) -> list[tuple[tuple[str, ...], float, str]]:
    room = column.width - 2 * (_PADDING + _SLANT.get(column.shape.kind, 0))
    styles = [(NAME, "name"), *((DETAIL, "detail") for _ in column.shape.labels[1:])]
    labels = zip(column.shape.labels, styles, strict=True)
    return [(wrapped(label, room, size), size, style) for label, (size, style) in labels]


def _rectangle(box: Box, radius: float = 3) -> str:
    across, down = box.width - 2 * radius, box.height - 2 * radius
    turn = f"a{radius:g} {radius:g} 0 0 1"
    return (
        f"M{box.x + radius:g} {box.y:g}h{across:g}{turn} {radius:g} {radius:g}v{down:g}{turn} -{radius:g} {radius:g}"
        f"h-{across:g}{turn} -{radius:g} -{radius:g}v-{down:g}{turn} {radius:g} -{radius:g}z"
    )


def _rounded(box: Box) -> str:
    return _rectangle(box, 9)


def _stadium(box: Box) -> str:
    return _rectangle(box, min(box.height / 2, 20))


def _spread(box: Box) -> str:
    slant = _SLANT[Kind.LOAD_BALANCER]
    top = f"M{box.x + slant:g} {box.y:g}h{box.width - 2 * slant:g}"
    return f"{top}l{slant:g} {box.height:g}h-{box.width:g}z"


def _bucket(box: Box) -> str:
    slant = _SLANT[Kind.BUCKET]
    return f"M{box.x:g} {box.y:g}h{box.width:g}l-{slant:g} {box.height:g}h-{box.width - 2 * slant:g}z"


def _gate(box: Box) -> str:
    slant, half = _SLANT[Kind.GATE], box.height / 2
    across = box.width - 2 * slant
    down = f"l{slant:g} {half:g}l-{slant:g} {half:g}"
    return f"M{box.x + slant:g} {box.y:g}h{across:g}{down}h-{across:g}l-{slant:g} -{half:g}z"


def _cylinder(box: Box) -> str:
    bulge, middle = _BULGE[Kind.DATABASE], box.width / 2
    turn = f"a{middle:g} {bulge:g} 0 0 1"
    down = box.height - 2 * bulge
    body = f"M{box.x:g} {box.y + bulge:g}{turn} {box.width:g} 0v{down:g}{turn} -{box.width:g} 0z"
    lid = f"M{box.x:g} {box.y + bulge:g}a{middle:g} {bulge:g} 0 0 0 {box.width:g} 0"
    return body + lid


def _doubled(box: Box) -> str:
    bars = "".join(f"M{x:g} {box.y:g}v{box.height:g}" for x in (box.x + 4, box.x + box.width - 4))
    return _rectangle(box) + bars


_OUTLINES = {
    Kind.PERSON: _stadium,
    Kind.LOAD_BALANCER: _spread,
    Kind.TARGETS: _doubled,
    Kind.DATABASE: _cylinder,
    Kind.BUCKET: _bucket,
    Kind.SECRET: _doubled,
    Kind.STEP: _rounded,
    Kind.GATE: _gate,
    Kind.BRANCH: _stadium,
}
