"""Versions that a repository pins, and synthesizing a revision with those it pinned."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from relinfra.errors import OutputError
from relinfra.evidence import Output, read_output
from relinfra.regular_file import readable
from relinfra.review.revision import Checkout

__all__ = ["NotSynthesized", "differing_locks", "synthesized_as_pinned"]

_LOCKS = ("requirements*.txt", "requirements/*", "pylock.toml", "pylock.*.toml")
_OTHERS = ("uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "conda-lock.yml")
"""Locks of other tools: that they differ is seen, but pip cannot install them."""

_TIMEOUT = 900


@dataclass(frozen=True)
class NotSynthesized:
    """The reason why nothing is known of what a revision synthesizes to."""

    why: str


def differing_locks(former: Path, present: Path) -> tuple[str, ...]:
    """Return the files that pin other versions in two folders, comments aside."""
    was, now = _locks(former), _locks(present)
    return tuple(sorted(name for name in was.keys() | now.keys() if was.get(name) != now.get(name)))


def synthesized_as_pinned(checkout: Checkout, files: tuple[str, ...]) -> Output | NotSynthesized:
    """Synthesize a revision with the versions that its files pin, installed aside; return why not where that fails."""
    folder = checkout.matrix.parent
    missing = [name for name in files if not (folder / name).is_file()]
    if missing:
        return NotSynthesized(f"{', '.join(missing)} is not in it")
    others = [name for name in files if Path(name).name in _OTHERS or name.endswith(".toml")]
    if others:
        return NotSynthesized(f"pip does not install from {', '.join(others)}")
    python = checkout.folder / "venv" / "bin" / "python"
    pins = [word for name in files for word in ("--requirement", name)]
    steps = (
        [sys.executable, "-m", "venv", str(checkout.folder / "venv")],
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", *pins],
        [str(python), "-m", "relinfra", "synth", str(checkout.matrix), "--out", str(checkout.folder / "cdktf.out")],
    )
    for step in steps:
        failed = _run(step, folder)
        if failed is not None:
            return NotSynthesized(failed)
    try:
        return read_output(checkout.folder / "cdktf.out")
    except OutputError as error:
        return NotSynthesized(f"what they synthesize cannot be read: {error}")


def _locks(folder: Path) -> dict[str, str]:
    files = (path for pattern in (*_LOCKS, *_OTHERS) for path in folder.glob(pattern) if path.is_file())
    return {path.relative_to(folder).as_posix(): "\n".join(_pins(path)) for path in files}


def _pins(path: Path) -> Iterator[str]:
    """Yield the lines of a file that pin something."""
    for line in readable(path).read_text(encoding="utf-8", errors="replace").splitlines():
        pinned = re.sub(r"(^|\s)#.*", "", line).strip()
        if pinned:
            yield pinned


def _run(command: list[str], folder: Path) -> str | None:
    """Run a command, and return the last that it said where it failed."""
    try:
        run = subprocess.run(  # noqa: S603 - fixed words, and files of the repository
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=_TIMEOUT, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if run.returncode == 0:
        return None
    said = [line.strip() for line in (run.stdout + run.stderr).splitlines() if line.strip()]
    errors = [line for line in said if line.lower().startswith("error")]
    return (errors or said or [f"it ended with {run.returncode}"])[-1]
