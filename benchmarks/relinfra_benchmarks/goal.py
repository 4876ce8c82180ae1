"""What is to be reached, and whether it is."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["Goal"]


@dataclass(frozen=True)
class Goal:
    """One figure and its limit; it is to be at least the limit, or at most where `at_least` is false."""

    name: str
    value: float
    limit: float
    unit: str
    at_least: bool

    @property
    def met(self) -> bool:
        """Whether the figure is on the right side of its limit."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def line(self) -> str:
        """Return the figure, its limit and the verdict on one line."""
        limit = f"{'>=' if self.at_least else '<='} {self.limit:g}{self.unit}"
        return f"{'met    ' if self.met else 'NOT MET'}  {self.name}: {self.value:.2f}{self.unit} (goal {limit})"

    def as_json(self) -> dict[str, Any]:
        """Return all of it as plain data."""
        return {**asdict(self), "met": self.met}
