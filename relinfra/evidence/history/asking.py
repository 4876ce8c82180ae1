"""Programs that read the history of a repository, asked within a limit of time."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from relinfra.errors import ToolError

__all__ = ["LIMIT", "ask", "environment"]

LIMIT = 120
"""Seconds until a program counts as hung: on a file system that is gone, or for a question to nobody, say.

The whole history of Linux, 1.2 million commits, is listed in about ten.
"""


def ask(command: Sequence[str], folder: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run a program without input, and return what it answered, whatever its exit code.

    Raises `ToolError` where it does not end in time, and `FileNotFoundError` where there is none.
    """
    try:
        return subprocess.run(  # noqa: S603 - no shell; who asks checks what was given
            command,
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        said = f"{Path(command[0]).name}: did not end within {LIMIT} seconds; expected an answer to"
        raise ToolError(f"{said} `{' '.join(command)}`; run it by hand to see what it waits for") from error


def environment() -> Mapping[str, str]:
    """Return the environment without what would point git and git-cliff elsewhere, as inside a hook of git."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "RUST_"))}
    trusted = {name: value for name, value in os.environ.items() if name.startswith("GIT_CONFIG")}
    return {**kept, **trusted, "LC_ALL": "C"}
