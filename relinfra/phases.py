"""Phases of a build: how long each takes, and who watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from time import perf_counter

__all__ = ["Clock", "Observer"]

Observer = Callable[[str], AbstractContextManager[None]]
"""Is entered with the name of each phase."""


class Clock:
    """Enters the observer around each phase and keeps how long the phase took."""

    def __init__(self, observer: Observer | None) -> None:
        self._observer = observer
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, phase: str) -> Iterator[None]:
        """Measure `phase` while the block runs."""
        start = perf_counter()
        if self._observer is None:
            yield
        else:
            with self._observer(phase):
                yield
        self.seconds[phase] = perf_counter() - start
