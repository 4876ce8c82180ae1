"""Problems of a file, and where they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from relinfra.reading.excerpt import clipped
from relinfra.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["VALUE", "Path", "Position", "Problem", "in_order", "render_path"]

Path = tuple[str | int, ...]

VALUE = "value"
"""The rule that a value breaks which its field does not take."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file; lines and columns count from 1.

    `end` is the line and column after what stands there, where that is known; two places that begin alike are one.
    """

    file: str
    line: int
    column: int
    end: tuple[int, int] | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: where it was written, what was expected, what was found and what to do about it.

    `path` is the place as the file spells it (`defaults.services.web.port`), empty for the file as a whole.
    `expected` is empty where `found` says all there is to say. `meant` is the key that a wrong one probably is.
    `rule` is the id of what was broken, `reason` why that is asked, and `related` are other places that it rests on.
    """

    position: Position
    path: Path
    expected: str
    found: str
    hint: str = ""
    rule: str = VALUE
    reason: str = ""
    related: tuple[Position, ...] = ()
    meant: str = ""

    @property
    def message(self) -> str:
        """The sentence of what was expected and found, without the place and the advice."""
        return visible(f"expected {self.expected}, found {self.found}" if self.expected else self.found)

    def __str__(self) -> str:
        where = f"{self.position}: {render_path(self.path)}: " if self.path else f"{self.position}: "
        return f"{visible(where)}{self.message}.{visible(_sentence(self.hint))}"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return each problem once, in the order of the file.

    A mistake in `defaults` reaches every environment; it is still one mistake on one line.
    """
    unique: dict[tuple[Position, Path, str], Problem] = {}
    for problem in problems:
        unique.setdefault((problem.position, problem.path, problem.expected or problem.found), problem)
    return tuple(sorted(unique.values(), key=lambda problem: (problem.position, render_path(problem.path))))


def render_path(path: Path) -> str:
    """Write a path as the user would: `environments.production.budget.alert_at_percent[1]`."""
    return "".join(_step(step) for step in path).removeprefix(".")


def _sentence(hint: str) -> str:
    if not hint:
        return ""
    end = "" if hint.endswith((".", "?")) else "."
    return f" {hint[0].upper()}{hint[1:]}{end}"


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    step = clipped(step)
    plain = step.replace("-", "").replace("_", "").isalnum()
    return f".{step}" if plain else f'["{step}"]'
