"""A program and whatever it starts, which end together.

`node` may be a script that starts Node.js, and what jsii runs starts a second one. Whoever is left holds the pipes
open, so that waiting for an answer never ends.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from typing import Any

__all__ = ["kill", "popen"]


def popen(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
    """Start a program as `subprocess.Popen` does, in a group of its own where the system has groups."""
    if sys.platform != "win32":
        options["process_group"] = 0
    return subprocess.Popen(*arguments, **options)  # noqa: S603 - no shell; jsii names the program


def kill(process: subprocess.Popen[bytes]) -> None:
    """End what `popen` started, with all that it started in turn."""
    if sys.platform == "win32":
        process.kill()
        return
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
