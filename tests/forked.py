"""Programs in Python, run in forks of a process that has loaded them.

To start Python and load relinfra, Checkov or the AWS CLI is most of what a short command costs, and tests run hundreds.
Each still runs in a process, a folder and an environment of its own. What is about starting, signals or the interpreter
itself starts a real one.
"""

from __future__ import annotations

import atexit
import json
import os
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

__all__ = ["command_line", "run"]

SERVER = Path(__file__).with_name("fork_server.py")
CLIENT = Path(__file__).with_name("fork_client.py")


def run(
    program: str, *arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `relinfra` or `checkov` without standard input; return its exit code and what it printed."""
    words = [*map(str, arguments)]
    request = {"arguments": words, "folder": str(cwd), "environment": dict(os.environ if env is None else env)}
    with (
        tempfile.TemporaryFile("w+") as output,
        tempfile.TemporaryFile("w+") as errors,
        Path(os.devnull).open() as nothing,
        socket.socket(socket.AF_UNIX) as server,
    ):
        server.connect(_server(program))
        socket.send_fds(server, [b"x"], [nothing.fileno(), output.fileno(), errors.fileno()])
        server.sendall(json.dumps(request).encode() + b"\n")
        with server.makefile() as answer:
            code = int(answer.readline())
        output.seek(0)
        errors.seek(0)
        return subprocess.CompletedProcess([program, *words], code, output.read(), errors.read())


def command_line(program: str, python: str = sys.executable) -> str:
    """Return what a shell executes to run a program of an interpreter with the arguments that follow."""
    return shlex.join([sys.executable, "-I", "-S", str(CLIENT), _server(program, python)])


@cache
def _server(program: str, python: str = sys.executable) -> str:
    """Start what forks, unless this process did, and return the path of its socket."""
    folder = tempfile.mkdtemp(prefix="forked-")
    path = f"{folder}/socket"
    # It ends with its standard input, and so with this process, however that ends.
    command = [python, str(SERVER), program, path]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert server.stdout is not None
    assert server.stdout.readline() == b"ready\n"
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.communicate)
    return path
