"""The Node.js process of jsii, with every way in which it can fail told as a `ConstructError`."""

from __future__ import annotations

import atexit
import base64
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from types import SimpleNamespace
from typing import IO, Any, cast

from jsii._kernel.providers import process as jsii_process
from jsii._kernel.providers.process import _NodeProcess, ohook
from jsii._kernel.types import KernelRequest, KernelResponse

from relinfra_constructs import node_failure
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.process_group import kill, popen
from relinfra_constructs.watchdog import Watchdog

__all__ = ["NodeProcess"]

_START_SECONDS = 60.0
_ANSWER_SECONDS = 600.0
_LINES_KEPT = 200
_PATIENCE = 5


class NodeProcess(_NodeProcess):
    """A Node.js that is watched; without `cache`, what it runs is unpacked for this process alone."""

    def __init__(self, *, cache: bool = True) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._cache = cache
        self._said: list[str] = []
        self._node = os.environ.get("JSII_NODE", "node")
        self._process: subprocess.Popen[bytes] | None = None  # type: ignore[assignment]
        self._watchdog: Watchdog | None = None

    def start(self) -> None:
        """Start Node.js and exchange greetings."""
        try:
            with _environment(**self._settings()), _started(self._listen):
                super().start()  # type: ignore[no-untyped-call]
        except OSError as error:
            self.stop()
            raise node_failure.not_started(self._node, error) from error

    def _settings(self) -> dict[str, str]:
        """Return what Node.js is told: a folder for temporary files that works, and how to run.

        A large young generation costs 25 MB and gains nothing. That packages of others use what Node.js deprecates,
        such as `util.isArray` (DEP0044), is nothing that who runs this can change; who asks Node.js for it is told.
        """
        asked = os.environ.get("NODE_OPTIONS", "")
        quiet = "" if "deprecation" in asked else "--no-deprecation"
        options = " ".join(filter(None, (asked, "--max-semi-space-size=4", quiet)))
        cache = {} if self._cache else {"JSII_RUNTIME_PACKAGE_CACHE": "disabled"}
        return {"NODE_OPTIONS": options, "TMPDIR": tempfile.gettempdir(), **cache}

    def handshake(self) -> None:
        """Hear whether it is the runtime that is expected."""
        self._watchdog = Watchdog(self._running, _seconds(_START_SECONDS))
        try:
            super().handshake()
        except ConstructError:
            raise
        except Exception as error:
            raise node_failure.strange(self._node, str(error), self._said) from error
        self._watchdog.seconds = _seconds(_ANSWER_SECONDS)

    def send(self, request: KernelRequest, response_type: type[KernelResponse]) -> KernelResponse:
        """Ask, and wait for the answer."""
        try:
            return super().send(request, response_type)
        except BrokenPipeError as error:
            raise self._ended() from error

    def _next_message(self) -> Mapping[Any, Any]:
        assert self._watchdog is not None
        assert self._running.stdout is not None
        with self._watchdog:
            line = self._running.stdout.readline()
        if not line.endswith(b"\n"):
            raise self._ended()
        try:
            return cast("Mapping[Any, Any]", json.loads(line, object_hook=ohook))
        except ValueError as error:
            raise node_failure.strange(self._node, line.decode(errors="replace").strip(), self._said) from error

    def _ended(self) -> ConstructError:
        with suppress(subprocess.TimeoutExpired):
            self._running.wait(timeout=_PATIENCE)
        self.sink_thread.join(timeout=_PATIENCE)
        if self._watchdog and self._watchdog.barked:
            return node_failure.silent(self._node, self._watchdog.seconds, self._said)
        return node_failure.ended(self._node, self._running.returncode, self._said)

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        assert self._process is not None
        return self._process

    def _listen(self, stream: IO[bytes]) -> None:
        """Pass on what constructs print, and remember what Node.js says itself."""
        for line in stream:
            try:
                printed = json.loads(line)
                for name, target in (("stderr", sys.stderr), ("stdout", sys.stdout)):
                    if printed.get(name) is not None:
                        target.buffer.write(base64.b64decode(printed[name]))
            except (AttributeError, TypeError, ValueError):
                if len(self._said) < _LINES_KEPT:
                    self._said.append(line.decode(errors="replace").rstrip())

    def stop(self) -> None:
        """End Node.js, whatever state it is in."""
        atexit.unregister(self.stop)
        process = self._process
        if self._watchdog is not None:
            self._watchdog.stop()
        if process is not None:
            _end(process)
            self.sink_thread.join(timeout=_PATIENCE)
            for pipe in (process.stdout, process.stderr):
                if pipe is not None and not self.sink_thread.is_alive():
                    pipe.close()
        with suppress(OSError):
            self._ctx_stack.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    if not process.stdin.closed:
        with suppress(OSError):
            process.stdin.write(b'{"exit":0}\n')
        with suppress(OSError):
            process.stdin.close()
    try:
        process.wait(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        kill(process)
        process.wait()


def _seconds(usual: float) -> float:
    """Return how long Node.js may take for an answer."""
    told = os.environ.get("RELINFRA_NODE_TIMEOUT")
    if not told:
        return usual
    try:
        seconds = float(told)
    except ValueError:
        seconds = 0
    if not 0 < seconds < float("inf"):
        raise ConstructError(f"RELINFRA_NODE_TIMEOUT: expected a number of seconds such as 600, found {told!r}")
    return seconds


@contextmanager
def _started(listen: Any) -> Iterator[None]:
    """Let the process that is started meanwhile be one to be ended whole, and `listen` hear it instead of jsii."""
    module: Any = jsii_process
    usual = module.subprocess, module.stderr_sink
    module.subprocess, module.stderr_sink = SimpleNamespace(Popen=popen, PIPE=subprocess.PIPE), listen
    try:
        yield
    finally:
        module.subprocess, module.stderr_sink = usual


@contextmanager
def _environment(**changed: str) -> Iterator[None]:
    """Change the environment of a process that is started meanwhile."""
    before = {name: os.environ.get(name) for name in changed}
    os.environ.update(changed)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
