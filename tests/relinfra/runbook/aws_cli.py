"""The real AWS CLI, started once: each call is a fork of a process that has loaded it.

Run by the interpreter of the CLI. A call sends its arguments, its folder and its three streams over a socket
(`CLIENT`, which takes a tenth of the time that the CLI needs to load), and gets the exit code back.
"""

import array
import contextlib
import gc
import io
import json
import os
import socket
import sys

CLIENT = """#!{python} -IS
import array, json, os, socket, sys
asked = socket.socket(socket.AF_UNIX)
asked.connect({path!r})
asked.sendmsg([json.dumps([sys.argv[1:], os.getcwd()]).encode()],
              [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 1, 2]))])
sys.exit(int(asked.recv(16) or b"255"))
"""
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
"""One of each service that runbooks ask: what it loads is loaded once, and a call costs a fifth of what it did."""
NOWHERE = "http://127.0.0.1:9"


def serve(path: str) -> None:
    """Answer calls until the parent is gone."""
    from awscli.clidriver import create_clidriver  # noqa: PLC0415 # only the CLI's own interpreter has it

    driver = create_clidriver()
    os.environ["AWS_MAX_ATTEMPTS"] = "1"
    with contextlib.redirect_stderr(io.StringIO()):
        for call in CALLS:
            driver.main([*call.split(), "--endpoint-url", NOWHERE])
    del os.environ["AWS_MAX_ATTEMPTS"]
    gc.collect()
    gc.freeze()
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen(64)
    while True:
        call, _ = server.accept()
        if os.fork() == 0:
            _answer(driver, call)
        call.close()
        while _reaped():
            pass


def _reaped() -> bool:
    try:
        return os.waitpid(-1, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return False


def _answer(driver: object, call: socket.socket) -> None:
    """Run one call with the streams of whoever asks, and tell the exit code."""
    body, streams = _received(call)
    arguments, folder = json.loads(body)
    for here, there in zip(streams, (0, 1, 2), strict=True):
        os.dup2(here, there)
    os.chdir(folder)
    try:
        code = driver.main(arguments)  # type: ignore[attr-defined]
    except SystemExit as end:
        code = end.code
    sys.stdout.flush()
    sys.stderr.flush()
    call.send(str(int(code or 0)).encode())
    os._exit(0)


def _received(call: socket.socket) -> "tuple[bytes, list[int]]":
    streams = array.array("i")
    body, ancillary, _, _ = call.recvmsg(65536, socket.CMSG_SPACE(3 * streams.itemsize))
    for _, _, data in ancillary:
        streams.frombytes(data[: len(data) - len(data) % streams.itemsize])
    return body, list(streams)


if __name__ == "__main__":
    serve(sys.argv[1])
