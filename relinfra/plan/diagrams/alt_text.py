"""Alt text of a diagram: what it shows, in words, for those who do not see it.

It is made of the labels, signs and numbers alone, so that nothing in it belongs to one language.
"""

from __future__ import annotations

from functools import singledispatch

from relinfra.plan.diagrams.flowchart import Arrow, Flowchart
from relinfra.plan.diagrams.schedule import Schedule
from relinfra.plan.diagrams.shift import Shift

__all__ = ["alt_text"]


@singledispatch
def alt_text(drawing: object) -> str:
    """Return everything that a diagram shows, as one text."""
    raise NotImplementedError(type(drawing).__name__)


@alt_text.register(Flowchart)
def _(chart: Flowchart[str]) -> str:
    names = {shape.name: shape.labels[0] for shape in chart.shapes}
    groups = []
    for group in chart.groups:
        shapes = "; ".join(", ".join(shape.labels) for shape in group.shapes)
        groups.append(shapes if group.label is None else f"{group.label}: {shapes}")
    return ". ".join([*groups, "; ".join(_arrow(arrow, names) for arrow in chart.arrows)])


def _arrow(arrow: Arrow[str], names: dict[str, str]) -> str:
    way = f"{names[arrow.start]} → {names[arrow.end]}"
    return way if arrow.label is None else f"{way} ({arrow.label})"


@alt_text.register(Schedule)
def _(schedule: Schedule[str]) -> str:
    return ". ".join(f"{phase.label}: {'; '.join(span.label for span in phase.spans)}" for phase in schedule.phases)


@alt_text.register(Shift)
def _(shift: Shift[str]) -> str:
    levels = "; ".join(f"{level.at:g}: {level.percent:g} %" for level in shift.levels)
    parts = [f"{shift.across} → {shift.up}: {levels}", *(stretch.label for stretch in shift.stretches)]
    return ". ".join(parts)
