"""Diagrams drawn from facts, each shape and arrow with what proves it."""

from relinfra.plan.figures.branches import branches
from relinfra.plan.figures.calendar import calendar
from relinfra.plan.figures.topology import topology
from relinfra.plan.figures.traffic import traffic
from relinfra.plan.figures.workflow import workflow

__all__ = ["branches", "calendar", "topology", "traffic", "workflow"]
