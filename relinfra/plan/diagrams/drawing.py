"""The kinds of drawings."""

from __future__ import annotations

from typing import TypeAlias, TypeVar

from relinfra.plan.diagrams.flowchart import Flowchart
from relinfra.plan.diagrams.schedule import Schedule
from relinfra.plan.diagrams.shift import Shift

__all__ = ["Drawing"]

L = TypeVar("L")

Drawing: TypeAlias = Flowchart[L] | Schedule[L] | Shift[L]
"""A flowchart, a schedule or a shift, with labels of one type: statements at first, text when it is drawn."""
