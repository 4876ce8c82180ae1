"""The exchange between processes that scan one folder together."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

__all__ = ["Exchange", "IndivisibleError"]


class IndivisibleError(Exception):
    """The folder has to be scanned as a whole."""


class Exchange(ABC):
    """Every process says as much, in the same order."""

    @abstractmethod
    def all(self, subject: str, value: Any) -> list[Any]:
        """Return what every process says of the subject, after each has said it."""

    def union(self, subject: str, names: Any) -> set[Any]:
        """Return the names that any process says."""
        return {name for said in self.all(subject, sorted(names)) for name in said}
