"""Diagrams as data, as Mermaid for GitHub and as pictures of our own."""

from relinfra.plan.diagrams.drawing import Drawing
from relinfra.plan.diagrams.flowchart import Arrow, Flowchart, Group, Kind, Shape
from relinfra.plan.diagrams.mermaid import mermaid
from relinfra.plan.diagrams.picture import svg
from relinfra.plan.diagrams.schedule import Phase, Schedule, Span
from relinfra.plan.diagrams.shift import Level, Shift, Stretch

__all__ = [
    "Arrow",
    "Drawing",
    "Flowchart",
    "Group",
    "Kind",
    "Level",
    "Phase",
    "Schedule",
    "Shape",
    "Shift",
    "Span",
    "Stretch",
    "mermaid",
    "svg",
]
