"""Time and memory of a command, with everything it starts."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Command", "CommandError", "Memory", "peak_memory", "wall_seconds"]

_PROC = Path("/proc")
_PERIOD_SECONDS = 0.005
_KIB = 1024


class CommandError(Exception):
    """A measured command failed; the message holds the end of what it printed."""


@dataclass(frozen=True)
class Command:
    """What to run, where, and with which environment."""

    arguments: Sequence[str]
    folder: Path
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Memory:
    """The highest sum over a process tree, in bytes.

    `proportional` (PSS) counts a page that two processes share once; `resident` (RSS) counts it twice.
    """

    proportional: int = 0
    resident: int = 0

    def __add__(self, other: Memory) -> Memory:
        return Memory(self.proportional + other.proportional, self.resident + other.resident)

    def highest(self, other: Memory) -> Memory:
        """Return the higher of each."""
        return Memory(max(self.proportional, other.proportional), max(self.resident, other.resident))


def wall_seconds(command: Command) -> float:
    """Run a command to its end, watched by nobody, and return how long it took. Raises CommandError."""
    started = time.perf_counter()
    with _started(command) as process:
        _finish(command, process)
    return time.perf_counter() - started


def peak_memory(command: Command) -> Memory:
    """Run a command to its end and return its peak memory. Raises CommandError.

    Reading proportional memory walks page tables, which slows a large process: such a run says nothing about time.
    """
    with _started(command) as process:
        sampler = _Sampler(process.pid)
        sampler.start()
        _finish(command, process)
        sampler.stop()
    return sampler.peak


def _started(command: Command) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command.arguments,
        cwd=command.folder,
        env=dict(command.environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def _finish(command: Command, process: subprocess.Popen[bytes]) -> None:
    output, _ = process.communicate()
    if process.returncode != 0:
        shown = f"{' '.join(command.arguments)} in {command.folder}"
        raise CommandError(f"{shown} exited with {process.returncode}:\n{output.decode(errors='replace')[-2000:]}")


class _Sampler(threading.Thread):
    """Adds up the memory of a process tree every few milliseconds, and keeps the highest sums."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._ended = threading.Event()
        self.peak = Memory()

    def run(self) -> None:
        while not self._ended.wait(_PERIOD_SECONDS):
            self.peak = self.peak.highest(sum(map(_memory, _tree(self._pid)), Memory()))

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for task in _tasks(pid):
        for child in _read(task / "children").split():
            yield from _tree(int(child))


def _tasks(pid: int) -> list[Path]:
    try:
        return list((_PROC / str(pid) / "task").iterdir())
    except OSError:  # the process ended meanwhile
        return []


def _memory(pid: int) -> Memory:
    lines = (line.split() for line in _read(_PROC / str(pid) / "smaps_rollup").splitlines())
    sizes = {line[0]: int(line[1]) * _KIB for line in lines if line[0] in ("Pss:", "Rss:")}
    return Memory(sizes.get("Pss:", 0), sizes.get("Rss:", 0))


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # the process ended meanwhile
        return ""
