"""Time and memory of a command, with everything it starts."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["CommandError", "Usage", "measure"]

_PROC = Path("/proc")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_PERIOD_SECONDS = 0.01
_RESIDENT = 1  # field of /proc/PID/statm


class CommandError(Exception):
    """A measured command failed; the message holds the end of what it printed."""


@dataclass(frozen=True)
class Usage:
    """What one run took: wall time, and the highest sum of resident memory over the process tree."""

    seconds: float
    peak_bytes: int


def measure(command: Sequence[str], cwd: Path, env: Mapping[str, str]) -> Usage:
    """Run a command to its end. Raises CommandError where it fails."""
    started = time.perf_counter()
    with subprocess.Popen(command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        sampler = _Sampler(process.pid)
        sampler.start()
        output, _ = process.communicate()
        seconds = time.perf_counter() - started
        sampler.stop()
    if process.returncode != 0:
        tail = output.decode(errors="replace")[-2000:]
        raise CommandError(f"{' '.join(command)} in {cwd} exited with {process.returncode}:\n{tail}")
    return Usage(seconds, sampler.peak_bytes)


class _Sampler(threading.Thread):
    """Adds up the resident memory of a process tree every few milliseconds, and keeps the highest sum.

    Resident memory counts a page shared by two processes twice. Proportional memory would not, but reading it walks
    the page tables of the process measured, which slows a large one more than a small one.
    """

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._ended = threading.Event()
        self.peak_bytes = 0

    def run(self) -> None:
        while not self._ended.wait(_PERIOD_SECONDS):
            self.peak_bytes = max(self.peak_bytes, sum(map(_resident_bytes, _tree(self._pid))))

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for task in _children_files(pid):
        for child in _read(task).split():
            yield from _tree(int(child))


def _children_files(pid: int) -> list[Path]:
    try:
        return [task / "children" for task in (_PROC / str(pid) / "task").iterdir()]
    except OSError:
        return []


def _resident_bytes(pid: int) -> int:
    fields = _read(_PROC / str(pid) / "statm").split()
    return int(fields[_RESIDENT]) * _PAGE if fields else 0


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # the process ended meanwhile
        return ""
