"""Rows of a flowchart: the shapes that stand side by side."""

from __future__ import annotations

from dataclasses import dataclass

from relinfra.plan.diagrams.flowchart import Arrow, Flowchart, Group, Shape

__all__ = ["ABREAST", "Row", "rows"]

ABREAST = 2
"""So many shapes stand side by side: more of them a phone cannot show."""


@dataclass(frozen=True)
class Row:
    """Shapes side by side, and the number of their group."""

    group: int
    shapes: tuple[Shape[str], ...]


def rows(chart: Flowchart[str]) -> tuple[Row, ...]:
    """Return the rows from top to bottom: in each group a shape stands below those that lead to it."""
    return tuple(
        Row(index, rank[start : start + ABREAST])
        for index, group in enumerate(chart.groups)
        for rank in _ranks(group, chart.arrows)
        for start in range(0, len(rank), ABREAST)
    )


def _ranks(group: Group[str], arrows: tuple[Arrow[str], ...]) -> list[tuple[Shape[str], ...]]:
    depth: dict[str, int] = {}
    for shape in group.shapes:
        # An arrow from a shape that stands further down leads back up.
        before = [depth[arrow.start] for arrow in arrows if arrow.end == shape.name and arrow.start in depth]
        depth[shape.name] = max(before, default=-1) + 1
    found: dict[int, list[Shape[str]]] = {}
    for shape in group.shapes:
        found.setdefault(depth[shape.name], []).append(shape)
    return [tuple(found[rank]) for rank in sorted(found)]
