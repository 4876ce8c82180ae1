"""The figures, for people and for programs."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .goal import Goal

__all__ = ["Report", "Section", "table"]


@dataclass(frozen=True)
class Section:
    """One heading, the lines under it, the goals it decides, and its figures as plain data."""

    title: str
    lines: Sequence[str]
    goals: Sequence[Goal] = ()
    figures: Any = None


@dataclass
class Report:
    """Every section measured in one run."""

    node: str
    sections: list[Section] = field(default_factory=list)

    def text(self) -> str:
        """Return the report as it is printed: the sections, then every goal with its verdict."""
        parts = [f"Python {platform.python_version()}, Node.js {self.node}, {platform.machine()}"]
        parts += ["\n".join([section.title, *(f"  {line}" for line in section.lines)]) for section in self.sections]
        goals = [goal.line() for section in self.sections for goal in section.goals]
        return "\n\n".join([*parts, "\n".join(["Goals", *(f"  {line}" for line in goals)])]) + "\n"

    def write_json(self, path: Path) -> None:
        """Write the figures and the goals."""
        document = {
            "python": platform.python_version(),
            "node": self.node,
            "sections": {section.title: section.figures for section in self.sections},
            "goals": [goal.as_json() for section in self.sections for goal in section.goals],
        }
        path.write_text(json.dumps(document, indent=2) + "\n", "utf-8")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return aligned lines: the first column to the left, figures to the right."""
    cells = [list(head), *map(list, rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    return [
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in cells
    ]
