"""An emulator of AWS's API for the real AWS CLI: moto, and recorded replies for what moto does not do.

The CLI and moto are found on PATH, since the CLI demands versions of botocore that others here forbid.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests import forked
from tests.relinfra.runbook.replies import Replies

ACCOUNT = "444444444444"
TASKS = 2


class Emulator:
    """A server that stands for every endpoint of AWS; what it was asked is in `asked`."""

    def __init__(self, port: int, moto: int) -> None:
        self.endpoint = f"http://127.0.0.1:{port}"
        self.moto = moto
        self.replies = Replies()
        self.asked: list[str] = []
        self.programs = Path(tempfile.mkdtemp(prefix="aws-cli-"))

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which the AWS CLI asks this server and nobody else."""
        return {
            **os.environ,
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_PAGER": "",
            "RUNBOOK_INTERVAL": "0",
        }

    def client(self, service: str, region: str) -> Any:
        """Return a client for tests that prepare or look at what is there."""
        import boto3  # noqa: PLC0415 - it takes a second to load, and most tests here need no emulator

        return boto3.client(
            service,
            region_name=region,
            endpoint_url=f"http://127.0.0.1:{self.moto}",
            aws_access_key_id="testing",
            aws_secret_access_key="testing",  # noqa: S106 - the emulator asks for none
        )

    def reset(self) -> None:
        """Forget everything."""
        self.forward("POST", "/moto-api/reset", {}, b"")
        self.replies = Replies()
        self.asked.clear()

    def forward(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        """Let moto answer."""
        connection = HTTPConnection("127.0.0.1", self.moto, timeout=60)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()


@contextmanager
def emulator() -> Iterator[Emulator]:
    """Start the emulator; skip where there is no AWS CLI or no moto."""
    missing = [name for name in ("aws", "moto_server", "jq") if not shutil.which(name)]
    if missing:
        pytest.skip(f"{', '.join(missing)} is not on PATH")
    moto = _free_port()
    environment = {**os.environ, "MOTO_ACCOUNT_ID": ACCOUNT, "MOTO_ECS_SERVICE_RUNNING": str(TASKS)}
    # Output goes nowhere: a full pipe would stop the server.
    process = subprocess.Popen(
        ["moto_server", "-H", "127.0.0.1", "-p", str(moto)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.emulator = Emulator(server.server_port, moto)  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    _command_line(server.emulator.programs)  # type: ignore[attr-defined]
    try:
        _wait(process, moto)
        yield server.emulator  # type: ignore[attr-defined]
    finally:
        shutil.rmtree(server.emulator.programs)  # type: ignore[attr-defined]
        server.shutdown()
        server.server_close()
        os.killpg(process.pid, 15)
        process.wait(timeout=10)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        emulated: Emulator = self.server.emulator  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        operation = self.headers.get("X-Amz-Target", "")
        emulated.asked.append(operation or f"{self.command} {self.path} {body[:200]!r}")
        reply = emulated.replies.to(operation, body, self.path)
        if reply is None:
            asked = emulated.replies.understood(body)
            known = {**self.headers, **({"Content-Length": str(len(asked))} if body else {})}
            status, headers, content = emulated.forward(self.command, self.path, known, asked)
            content = emulated.replies.beside(operation, body, content)
        else:
            status, content = 200, reply if isinstance(reply, bytes) else json.dumps(reply).encode()
            kind = self.headers.get("Content-Type", "application/x-amz-json-1.1")
            headers = {"Content-Type": "text/xml" if isinstance(reply, bytes) else kind}
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in {"content-length", "connection", "transfer-encoding", "server", "date"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _answer  # noqa: N815 - the names that http.server calls

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _command_line(programs: Path) -> None:
    """Put the CLI that is loaded once first where it is a program of Python; where it is not, each call starts it."""
    python = python_of("aws")
    if python:
        client = programs / "aws"
        client.write_text(f'#!/bin/sh\nexec {forked.command_line("aws", python)} "$@"\n')
        client.chmod(0o755)


def python_of(name: str) -> str | None:
    """Return the interpreter of a program on PATH, looking behind the shims of pyenv."""
    program = shutil.which(name)
    if program and "/shims/" in program:
        found = subprocess.run(["pyenv", "which", name], capture_output=True, text=True, check=False)
        program = found.stdout.strip() or program
    first = Path(program or os.devnull).read_bytes().partition(b"\n")[0].decode(errors="replace")
    return first[2:] if first.startswith("#!/") and "python" in first and " " not in first else None


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(300):
        assert process.poll() is None, "moto_server has ended"
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("moto_server does not answer")
