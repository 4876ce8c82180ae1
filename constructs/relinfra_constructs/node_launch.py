"""Starting the Node.js of jsii, and the channel over which it is asked.

jsii starts two of them: one runs the constructs and is asked over file descriptor 3, so that what constructs print does
not get between; the other only passes messages on. Where a file descriptor can be handed over (POSIX, by the shell, for
Python can name no number), the first one is enough: every answer arrives sooner, and 45 MB less are used.
"""

from __future__ import annotations

import errno
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from relinfra_constructs.process_group import popen

__all__ = ["Launched", "launch"]

_MEGABYTES_OF_HEAP = 4069
"""As jsii has it."""
_SHELL = Path("/bin/sh")
_AT_DESCRIPTOR_3 = 'exec "$@" 3<&0 </dev/null'
"""A shell command: what comes as its input is the channel, and the program that follows has no input."""


@dataclass(frozen=True)
class Launched:
    """A process, the two directions of its channel, and whether what it prints arrives wrapped in JSON."""

    process: subprocess.Popen[bytes]
    answers: IO[bytes]
    questions: IO[bytes]
    wrapped: bool

    def close(self) -> None:
        """Close the channel."""
        self.answers.close()
        self.questions.close()


def launch(node: str, runtime: Path, *, cache: bool) -> Launched:
    """Start `node` with the runtime of jsii, the file `bin/jsii-runtime.js`. Raises OSError where that fails.

    Without `cache`, what it runs is unpacked for this process alone.
    """
    if not shutil.which(node):
        reason = errno.EACCES if Path(node).exists() else errno.ENOENT
        raise OSError(reason, os.strerror(reason), node)
    options = [node, f"--max-old-space-size={_MEGABYTES_OF_HEAP}"]
    program = runtime.parents[1] / "lib" / "program.js"
    if sys.platform == "win32" or not (program.is_file() and _SHELL.exists()):
        return _wrapped([*options, str(runtime)], _environment(cache=cache))
    return _direct([*options, "--preserve-symlinks", str(program)], _environment(cache=cache))


def _wrapped(command: list[str], environment: Mapping[str, str]) -> Launched:
    pipe = subprocess.PIPE
    process = popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment)
    assert process.stdin is not None
    assert process.stdout is not None
    return Launched(process, process.stdout, process.stdin, wrapped=True)


def _direct(command: list[str], environment: Mapping[str, str]) -> Launched:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        process = popen(
            [str(_SHELL), "-c", _AT_DESCRIPTOR_3, "sh", *command],
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )
        return Launched(process, os.fdopen(os.dup(ours.fileno()), "rb"), os.fdopen(ours.detach(), "wb"), wrapped=False)


def _environment(*, cache: bool) -> Mapping[str, str]:
    """Return what Node.js is told: a folder for temporary files that works, and how to run.

    A large young generation costs 25 MB and gains nothing. That packages of others use what Node.js deprecates,
    such as `util.isArray` (DEP0044), is nothing that who runs this can change; who asks Node.js for it is told.
    """
    asked = os.environ.get("NODE_OPTIONS", "")
    quiet = "" if "deprecation" in asked else "--no-deprecation"
    options = " ".join(filter(None, (asked, "--max-semi-space-size=4", quiet)))
    told = {
        "JSII_AGENT": f"Python/{platform.python_version()}",
        "NODE_OPTIONS": options,
        "TMPDIR": tempfile.gettempdir(),
    }
    return {**os.environ, **told, **({} if cache else {"JSII_RUNTIME_PACKAGE_CACHE": "disabled"})}
