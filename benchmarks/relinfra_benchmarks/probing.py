"""relinfra alone: the time of each phase, and what one more resource costs."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from .process_tree import Command, CommandError, wall_seconds

__all__ = ["COUNTS", "Scale", "phase_runs", "phase_seconds", "scales"]

COUNTS = (50, 500, 2000)
_PROBES = Path(__file__).parent / "probes"


@dataclass(frozen=True)
class Scale:
    """The wall time of a whole process that makes `count` resources.

    `marginal_ms` is what each resource beyond the next smaller count cost, None at the smallest.
    """

    count: int
    seconds: float
    marginal_ms: float | None

    @property
    def milliseconds_each(self) -> float:
        """Everything included, start and end of the processes too."""
        return self.seconds / self.count * 1000


def phase_seconds(
    python: Path, example: Path, work: Path, environment: Mapping[str, str], runs: int
) -> dict[str, float]:
    """Return the median seconds of every phase, each run in a fresh process."""
    return phase_runs(python, [(example, work / "phases")], environment, runs)[0]


def phase_runs(
    python: Path, projects: Sequence[tuple[Path, Path]], environment: Mapping[str, str], runs: int
) -> list[dict[str, float]]:
    """Return the median seconds of every phase for each project and its output; they run in turns, once to warm up."""
    found: list[list[dict[str, float]]] = [[] for _ in projects]
    for number in range(runs + 1):
        for taken, (example, out) in zip(found, projects, strict=True):
            arguments = [str(python), str(_PROBES / "phases.py"), str(example), str(out)]
            seconds = _printed(Command(arguments, example, environment))
            if number:
                taken.append(seconds)
    return [{phase: median(seconds[phase] for seconds in taken) for phase in taken[0]} for taken in found]


def scales(python: Path, work: Path, environment: Mapping[str, str], runs: int) -> Sequence[Scale]:
    """Return what each of COUNTS takes: medians of runs in turns."""
    folder = work / "many"
    folder.mkdir(parents=True, exist_ok=True)
    seconds: dict[int, list[float]] = {count: [] for count in COUNTS}
    for _ in range(runs):
        for count in COUNTS:
            command = Command([str(python), str(_PROBES / "many_resources.py"), str(count)], folder, environment)
            seconds[count].append(wall_seconds(command))
    return _with_margins({count: median(taken) for count, taken in seconds.items()})


def _with_margins(seconds: Mapping[int, float]) -> list[Scale]:
    found: list[Scale] = []
    for count, taken in seconds.items():
        last = found[-1] if found else None
        marginal = (taken - last.seconds) / (count - last.count) * 1000 if last else None
        found.append(Scale(count, taken, marginal))
    return found


def _printed(command: Command) -> dict[str, float]:
    done = subprocess.run(
        command.arguments,
        cwd=command.folder,
        env=dict(command.environment),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise CommandError(f"{' '.join(command.arguments)} exited with {done.returncode}:\n{done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
