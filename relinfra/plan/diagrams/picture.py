"""Diagrams as SVG: narrow enough for a phone, light and dark, without a font or an address from elsewhere."""

from __future__ import annotations

from functools import cache, singledispatch

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from relinfra.plan.diagrams.alt_text import alt_text
from relinfra.plan.diagrams.calendar import days_of
from relinfra.plan.diagrams.drawing import Drawing
from relinfra.plan.diagrams.flowchart import Flowchart
from relinfra.plan.diagrams.layout import laid_out
from relinfra.plan.diagrams.marks import DETAIL, NAME, WIDTH
from relinfra.plan.diagrams.plot import plotted
from relinfra.plan.diagrams.schedule import Schedule
from relinfra.plan.diagrams.shift import Shift
from relinfra.visible import visible_lines

__all__ = ["svg"]


def svg(drawing: Drawing[str], *, title: str, id: str) -> str:
    """Return a diagram as one SVG element. `title` says what it is; `id` is its own in the page it stands in."""
    shown = drawing.written(visible_lines)
    name, layout = _laid(shown)
    sizes = {"width": WIDTH, "name": NAME, "detail": DETAIL}
    words = {"id": id, "title": visible_lines(title), "alt_text": alt_text(shown)}
    text = _template(name).render(layout=layout, **sizes, **words)
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


@singledispatch
def _laid(drawing: object) -> tuple[str, object]:
    raise NotImplementedError(type(drawing).__name__)


@_laid.register(Flowchart)
def _(chart: Flowchart[str]) -> tuple[str, object]:
    return "flowchart", laid_out(chart)


@_laid.register(Schedule)
def _(schedule: Schedule[str]) -> tuple[str, object]:
    return "schedule", days_of(schedule)


@_laid.register(Shift)
def _(shift: Shift[str]) -> tuple[str, object]:
    return "shift", plotted(shift)


@cache
def _template(name: str) -> Template:
    loader = PackageLoader("relinfra.plan.diagrams", "templates")
    return Environment(loader=loader, undefined=StrictUndefined, autoescape=True).get_template(f"{name}.svg.j2")
