"""The same job by several contestants, in turns, so that what disturbs the machine disturbs all of them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from .process_tree import Command, Memory, peak_memory, wall_seconds
from .terraform_output import Stacks, differences, read_stacks

__all__ = ["Contestant", "DifferentWorkError", "Result", "hold"]


class DifferentWorkError(Exception):
    """A contestant synthesized something else than relinfra: there is nothing to compare."""


@dataclass(frozen=True)
class Contestant:
    """One program and where it writes; `notes` are what it could not write the usual way."""

    name: str
    title: str
    command: Command
    output: Path
    notes: tuple[str, ...] = ()


@dataclass
class Result:
    """What the runs of one contestant took."""

    contestant: Contestant
    seconds: list[float] = field(default_factory=list)
    memory: list[Memory] = field(default_factory=list)

    @property
    def median_seconds(self) -> float:
        """Wall time of the whole process tree."""
        return median(self.seconds)

    @property
    def median_memory(self) -> Memory:
        """Peak memory of the whole process tree, in bytes."""
        return Memory(
            int(median(memory.proportional for memory in self.memory)),
            int(median(memory.resident for memory in self.memory)),
        )


def hold(contestants: Sequence[Contestant], expected: Stacks, *, runs: int, memory_runs: int) -> list[Result]:
    """Warm everybody up, see that all write the same, then let them run in turns, each second round backwards.

    Raises DifferentWorkError, and CommandError where a program fails.
    """
    for contestant in contestants:
        wall_seconds(contestant.command)
        _require_same_work(contestant, expected)
    results = [Result(contestant) for contestant in contestants]
    for round_number in range(max(runs, memory_runs)):
        print(f"round {round_number + 1} of {max(runs, memory_runs)} ...", file=sys.stderr)
        for result in results if round_number % 2 == 0 else reversed(results):
            command = result.contestant.command
            if round_number < runs:
                result.seconds.append(wall_seconds(command))
            if round_number < memory_runs:
                result.memory.append(peak_memory(command))
    return results


def _require_same_work(contestant: Contestant, expected: Stacks) -> None:
    found = differences(expected, read_stacks(contestant.output))
    if found:
        listed = "\n  ".join(found[:20])
        raise DifferentWorkError(f"{contestant.title} writes something else in {len(found)} places:\n  {listed}")
