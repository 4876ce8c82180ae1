"""`relinfra check` against the command of Checkov on the same folder, in turns."""

from __future__ import annotations

import json
import resource
import subprocess
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from .contest import DifferentWorkError
from .process_tree import Command, wall_seconds

__all__ = ["Check", "contest"]

_PROBE = Path(__file__).parent / "probes" / "check.py"
_SETTINGS = ("--framework", "terraform_json", "--skip-download", "--soft-fail")


@dataclass
class Check:
    """One of the two commands; seconds on the clock, and of all processors together."""

    title: str
    command: Command
    seconds: list[float] = field(default_factory=list)
    processor_seconds: list[float] = field(default_factory=list)

    @property
    def median_seconds(self) -> float:
        """Wall time of the whole process tree."""
        return median(self.seconds)

    @property
    def median_processor_seconds(self) -> float:
        """Processor time of the whole process tree."""
        return median(self.processor_seconds)

    def run(self) -> None:
        """Run the command once and note what it took."""
        before = _processor()
        self.seconds.append(wall_seconds(self.command))
        self.processor_seconds.append(_processor() - before)


def contest(python: Path, stacks: Path, pack: Path, environment: Mapping[str, str], runs: int) -> tuple[Check, Check]:
    """Return relinfra and Checkov, run in turns. Raises DifferentWorkError where their verdicts are not as many."""
    ours = Check("relinfra check", Command([str(python), str(_PROBE), str(stacks)], stacks, environment))
    checkov = [str(python.with_name("checkov")), "--directory", str(stacks), "--external-checks-dir", str(pack)]
    plain = Check("checkov", Command([*checkov, *_SETTINGS, "--output", "json"], stacks, environment))
    _require_same_verdicts(ours.command, plain.command)
    for _ in range(runs):
        ours.run()
        plain.run()
    return ours, plain


def _require_same_verdicts(ours: Command, plain: Command) -> None:
    expected = Counter(
        f"{record['check_id']} {kind}"
        for kind in ("passed", "failed")
        for record in json.loads(_printed(plain))["results"][f"{kind}_checks"]
    )
    found = Counter(json.loads(_printed(ours)))
    if found != expected:
        raise DifferentWorkError(f"relinfra and Checkov disagree: {found - expected}, {expected - found}")


def _printed(command: Command) -> str:
    return subprocess.run(
        command.arguments,
        cwd=command.folder,
        env=dict(command.environment),
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
