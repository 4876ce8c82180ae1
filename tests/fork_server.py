"""Loads a program in Python once, and forks for each run that is asked for at its socket."""

from __future__ import annotations

import atexit
import gc
import importlib
import io
import json
import os
import pkgutil
import runpy
import select
import socket
import sys
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from functools import partial
from typing import Any, cast

Run = Callable[[list[str]], object]
"""Runs a program with arguments, and returns its exit code or raises it."""
CALLS = (
    "sts get-caller-identity",
    "ecs describe-services --services x",
    "elbv2 describe-target-health --target-group-arn x",
    "cloudwatch describe-alarms",
    "deploy list-deployments",
    "rds describe-db-instances",
    "application-autoscaling describe-scalable-targets --service-namespace ecs",
    "route53 list-hosted-zones",
    "s3api list-objects-v2 --bucket x",
    "secretsmanager list-secrets",
    "ec2 describe-security-group-rules",
)
"""One of each service that runbooks ask of the AWS CLI: what a service loads is loaded once."""
NOWHERE = "http://127.0.0.1:9"
NOBODY = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_MAX_ATTEMPTS": "1",
}


def relinfra() -> Run:
    """Import what relinfra may need, but what starts Node.js."""
    sys.modules["relinfra_constructs.cdk"] = None  # type: ignore[assignment]
    for module in pkgutil.walk_packages(importlib.import_module("relinfra").__path__, "relinfra."):
        if not module.name.endswith("__main__"):
            with suppress(ImportError):
                importlib.import_module(module.name)
    del sys.modules["relinfra_constructs.cdk"]
    importlib.import_module("jsii")
    return partial(_main, "relinfra")


def checkov() -> Run:
    """Import Checkov, whose command is yet to run as the main module."""
    importlib.import_module("checkov.main")
    del sys.modules["checkov.main"]
    return partial(_main, "checkov.main")


def aws() -> Run:
    """Load the AWS CLI, of which this is the interpreter, with the services that are asked."""
    driver: Any = importlib.import_module("awscli.clidriver").create_clidriver()
    os.environ.update(NOBODY)
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        for call in CALLS:
            driver.main([*call.split(), "--endpoint-url", NOWHERE])
    return cast("Run", driver.main)


PROGRAMS = {one.__name__: one for one in (relinfra, checkov, aws)}


def _main(module: str, arguments: list[str]) -> None:
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def serve(program: str, path: str) -> None:
    """Load a program, and run it for whoever asks until the standard input ends."""
    run = PROGRAMS[program]()
    gc.collect()
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
                    _answer(connection, run)
            _reap()


def _reap() -> None:
    """Let no ended run remain as a zombie."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return


def _answer(connection: socket.socket, run: Run) -> None:
    _, streams, _, _ = socket.recv_fds(connection, 1, 3)
    with connection.makefile("rw") as talk:
        request = json.loads(talk.readline())
        child = os.fork()
        if child == 0:
            os._exit(_code(request, run, streams))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=talk, flush=True)
    os._exit(0)


def _code(request: dict[str, Any], run: Run, streams: list[int]) -> int:
    """Become the program, and return its exit code."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    try:
        code = run(request["arguments"])
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
        code = 1
    finally:
        atexit._run_exitfuncs()  # Node.js is stopped by one of them
        sys.stdout.flush()
        sys.stderr.flush()
    return code if isinstance(code, int) else int(code is not None)


if __name__ == "__main__":
    del sys.path[0]  # the modules beside this one are no packages
    serve(*sys.argv[1:])
