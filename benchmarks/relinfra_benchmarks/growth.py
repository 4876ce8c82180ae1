"""What a phase of the main job costs a resource, in a project and in one four times as large."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .growing_matrix import write_growing_matrix
from .probing import phase_runs
from .terraform_output import read_stacks, resource_count

__all__ = ["PHASES", "SERVICES", "Size", "grow"]

SERVICES = (20, 90)
PHASES = ("synth", "check", "plan", "verify")


@dataclass(frozen=True)
class Size:
    """A project: its resources, and the median seconds of each of PHASES."""

    resources: int
    seconds: Mapping[str, float]

    def milliseconds_each(self, phase: str) -> float:
        """Return what the phase costs a resource."""
        return self.seconds[phase] / self.resources * 1000


def grow(
    python: Path,
    example: Path,
    work: Path,
    environment: Mapping[str, str],
    runs: int,
    *,
    services: Sequence[int] = SERVICES,
) -> list[Size]:
    """Run the main job on a project of each size, in turns, each run in a fresh process; return the medians."""
    folders = [write_growing_matrix(example, count, work / f"services-{count}") for count in services]
    taken = phase_runs(python, [(folder, folder / "out") for folder in folders], environment, runs)
    return [
        Size(resource_count(read_stacks(folder / "out" / "cdktf.out")), _phases(seconds))
        for folder, seconds in zip(folders, taken, strict=True)
    ]


def _phases(seconds: Mapping[str, float]) -> dict[str, float]:
    return {phase: seconds[phase] + (seconds["build"] if phase == "synth" else 0) for phase in PHASES}
