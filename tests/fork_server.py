"""Imports a program once, and forks for each run that is asked for at its socket."""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import runpy
import select
import socket
import sys
import traceback
from contextlib import suppress
from typing import Any

MODULES = {"relinfra": "relinfra", "checkov": "checkov.main"}
"""What is run as the main module."""


def serve(program: str, path: str) -> None:
    """Answer until the standard input ends."""
    _import(program)
    gc.freeze()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen()
        print("ready", flush=True)  # noqa: T201
        while listening in select.select([listening, sys.stdin], [], [])[0]:
            connection, _ = listening.accept()
            with connection:
                if os.fork() == 0:
                    listening.close()
                    _answer(connection, program)
            _reap()


def _import(program: str) -> None:
    """Import what a program may need, but what starts Node.js, and what is yet to run as the main module."""
    if program == "checkov":
        importlib.import_module(MODULES[program])
        del sys.modules[MODULES[program]]
        return
    sys.modules["relinfra_constructs.cdk"] = None  # type: ignore[assignment]
    for module in pkgutil.walk_packages(importlib.import_module(program).__path__, f"{program}."):
        if not module.name.endswith("__main__"):
            with suppress(ImportError):
                importlib.import_module(module.name)
    del sys.modules["relinfra_constructs.cdk"]
    importlib.import_module("jsii")


def _reap() -> None:
    """Let no ended run remain as a zombie."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return


def _answer(connection: socket.socket, program: str) -> None:
    _, streams, _, _ = socket.recv_fds(connection, 1, 3)
    with connection.makefile("rw") as talk:
        request = json.loads(talk.readline())
        child = os.fork()
        if child == 0:
            os._exit(_code(request, program, streams))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=talk, flush=True)
    os._exit(0)


def _code(request: dict[str, Any], program: str, streams: list[int]) -> int:
    """Become the program, and return its exit code."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.argv = [program, *request["arguments"]]
    try:
        runpy.run_module(MODULES[program], run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    else:
        code = 0
    finally:
        atexit._run_exitfuncs()  # Node.js is stopped by one of them
        sys.stdout.flush()
        sys.stderr.flush()
    return code


if __name__ == "__main__":
    serve(*sys.argv[1:])
