"""Processes that scan one folder together, each the directories of its part."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from typing import Any

from relinfra.domain.versions_file import FORMER_VERSIONS_FILE
from relinfra.errors import UsageError
from relinfra.policy.exchange import Exchange, IndivisibleError
from relinfra.policy.isolation import KEPT
from relinfra.policy.units import units

__all__ = ["Workers", "parts", "started", "workers_allowed"]

SETTING = "RELINFRA_WORKERS"

USUAL = 4
"""Workers at most where the setting does not say: each holds Checkov, which takes 160 MB."""

PAYS = 500_000
"""Bytes of Terraform JSON for each worker, so that it has more to do than to load Checkov."""

PATIENCE = 60.0
"""Seconds that a worker may take longer than twice as long as this process."""

PROGRAM = """
import json, sys
job = json.loads(sys.stdin.readline())
sys.path[:] = job["path"]
from relinfra.policy.worker import work
work(job)
"""


def workers_allowed() -> int:
    """Return how many processes may scan: `RELINFRA_WORKERS`, or one a core and at most four.

    Raises `UsageError` where the setting is no whole number from 1.
    """
    told = os.environ.get(SETTING)
    if not told:
        return min(os.cpu_count() or 1, USUAL)
    if not told.isdecimal() or int(told) < 1:
        raise UsageError(f"{SETTING}: expected a whole number of processes from 1, found {told!r}")
    return int(told)


def parts(root: Path, workers: int, pays: int = PAYS) -> list[list[str]]:
    """Return the directories below `root` in parts of about the same size; one part where more do not pay.

    Stacks that read one another are in one part: some rules look at both.
    """
    sizes: dict[str, int] = {}
    for file in sorted(root.rglob("*.tf.json")):
        if file.name != FORMER_VERSIONS_FILE and file.is_file():
            sizes[str(file.parent)] = sizes.get(str(file.parent), 0) + file.stat().st_size
    weights = {tuple(unit): sum(map(sizes.__getitem__, unit)) for unit in units(root, sorted(sizes))}
    number = max(1, min(workers, len(weights), sum(weights.values()) // pays))
    found: list[list[str]] = [[] for _ in range(number)]
    totals = [0] * number
    for unit in sorted(weights, key=lambda one: (-weights[one], one)):
        least = totals.index(min(totals))
        found[least] += unit
        totals[least] += weights[unit]
    return found


class Workers(Exchange):
    """The other processes, as the one that starts them has them."""

    def __init__(self) -> None:
        self._processes: list[subprocess.Popen[str]] = []
        self._said: list[Queue[str]] = []
        self._since = monotonic()

    def start(self, root: Path, part: Sequence[str], checks: Sequence[Path] = ()) -> None:
        """Start a process for a part of the folder `root`."""
        process, said = _start(), Queue[str]()
        self._processes.append(process)
        self._said.append(said)
        Thread(target=_listen, args=(process, said), daemon=True).start()
        job = {"root": str(root), "part": list(part), "checks": [str(folder) for folder in checks]}
        _tell(process, {"path": [str(path) for path in sys.path], **job})

    def all(self, subject: str, value: Any) -> list[Any]:
        """Return what every process says of the subject, after each has said it."""
        values = [value, *self.answers(subject)]
        for process in self._processes:
            _tell(process, [subject, values])
        return values

    def answers(self, subject: str) -> list[Any]:
        """Return what the other processes say of the subject. Raises `IndivisibleError` where one fails or hangs."""
        until = 2 * monotonic() - self._since + PATIENCE
        return [_answer(said, subject, until) for said in self._said]

    def end(self) -> None:
        """End the processes, whatever they are at."""
        for process in self._processes:
            process.kill()
            process.wait()
            with suppress(OSError):
                if process.stdin:
                    process.stdin.close()


@contextmanager
def started(root: Path, others: Sequence[Sequence[str]], checks: Sequence[Path] = ()) -> Iterator[Workers]:
    """Start a process for each part; none outlives the block."""
    workers = Workers()
    try:
        for part in others:
            workers.start(root, part, checks)
        yield workers
    finally:
        workers.end()


def _start() -> subprocess.Popen[str]:
    if getattr(sys, "frozen", False) or not sys.executable:
        raise IndivisibleError("this process is no Python that could be started again")
    try:
        return subprocess.Popen(  # noqa: S603 - no shell; the program is ours
            [sys.executable, "-I", "-c", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            encoding="utf-8",
        )
    except (OSError, ValueError) as error:
        raise IndivisibleError(f"a worker cannot be started: {error}") from error


def _environment() -> Mapping[str, str]:
    return {name: os.environ[name] for name in KEPT if name in os.environ}


def _listen(process: subprocess.Popen[str], said: Queue[str]) -> None:
    if process.stdout:
        with process.stdout as lines:
            for line in lines:
                said.put(line)
    said.put("")


def _tell(process: subprocess.Popen[str], message: Any) -> None:
    try:
        if process.stdin:
            process.stdin.write(json.dumps(message) + "\n")
            process.stdin.flush()
    except OSError as error:
        raise IndivisibleError("a worker has ended") from error


def _answer(said: Queue[str], subject: str, until: float) -> Any:
    try:
        about, value = json.loads(said.get(timeout=max(until - monotonic(), 0)))
    except (Empty, ValueError) as error:
        raise IndivisibleError("a worker has ended or hangs") from error
    if about != subject:
        raise IndivisibleError(f"a worker speaks of {about} instead of {subject}")
    return value
