"""A process that leaves a question unanswered for too long is ended."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from relinfra_constructs.process_group import kill

if TYPE_CHECKING:
    import subprocess

__all__ = ["Watchdog"]


class Watchdog:
    """Kills `process` when a `with` block of it lasts longer than `seconds`, and then has `barked`.

    It counts the time that this process runs: what is stopped for the night (Ctrl-Z) has not waited.
    """

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.seconds = seconds
        self.barked = False
        self._process = process
        self._questions = 0
        self._open = False
        self._off = threading.Event()
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def __enter__(self) -> None:
        self._questions += 1
        self._open = True

    def __exit__(self, *_: object) -> None:
        self._open = False

    def stop(self) -> None:
        """Watch no more."""
        self._off.set()

    def _watch(self) -> None:
        question, waited = 0, 0.0
        while not self._off.wait(tick := min(1.0, self.seconds / 4)):
            waited = waited + tick if self._open and self._questions == question else 0.0
            question = self._questions
            if waited >= self.seconds:
                self.barked = True
                kill(self._process)
                return
