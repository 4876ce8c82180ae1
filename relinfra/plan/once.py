"""Repetitions: what comes several times and is told once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

__all__ = ["once"]

T = TypeVar("T")


def once(found: Iterable[T], by: Callable[[T], object]) -> tuple[T, ...]:
    """Return the first of all that are alike by a key, in the order in which they come."""
    first: dict[object, T] = {}
    for one in found:
        first.setdefault(by(one), one)
    return tuple(first.values())
