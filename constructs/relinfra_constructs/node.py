"""The Node.js process of jsii, with every way in which it can fail told as a `ConstructError`."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
from contextlib import suppress
from pathlib import Path

import jsii
from jsii import __jsii_runtime_version__
from jsii._kernel import _callback_till_result
from jsii._kernel.providers.process import _NodeProcess
from jsii._kernel.types import Callback, InvokeRequest, InvokeResponse, KernelRequest, KernelResponse

from relinfra_constructs import node_failure
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.node_launch import Launched, launch
from relinfra_constructs.node_messages import NodeMessages
from relinfra_constructs.node_output import NodeOutput
from relinfra_constructs.process_group import kill
from relinfra_constructs.watchdog import Watchdog

__all__ = ["NodeProcess"]

_START_SECONDS = 60.0
_ANSWER_SECONDS = 600.0
_PATIENCE = 5
_UNREAD = 16
"""So many answers may lie unread: more could fill the channel, and then both sides would wait."""
_GREETINGS = (f"@jsii/runtime@{__jsii_runtime_version__}", "@jsii/runtime@0.0.0")
"""Of the runtime that is expected, and of one in development."""


class NodeProcess(_NodeProcess):
    """A Node.js that is watched; without `cache`, what it runs is unpacked for this process alone."""

    def __init__(self, *, cache: bool = True) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._cache = cache
        self._node = os.environ.get("JSII_NODE", "node")
        self._messages = NodeMessages(self._serializer)
        self._launched: Launched | None = None
        self._unread = 0

    def start(self) -> None:
        """Start Node.js and exchange greetings."""
        seconds = _seconds(_START_SECONDS)
        try:
            runtime = os.environ.get("JSII_RUNTIME") or self._jsii_runtime()
            launched = launch(self._node, Path(runtime), cache=self._cache)
        except OSError as error:
            self.stop()
            raise node_failure.not_started(self._node, error) from error
        self._output = NodeOutput(launched)
        self._watchdog = Watchdog(launched.process, seconds)
        self._launched = launched
        atexit.register(self.stop)
        self.handshake()

    def handshake(self) -> None:
        """Hear whether it is the runtime that is expected."""
        line = self._line()
        with suppress(AttributeError, ValueError):
            if json.loads(line).get("hello") in _GREETINGS:
                self._output.greeted = True
                self._watchdog.seconds = _seconds(_ANSWER_SECONDS)
                return
        raise self._strange(line)

    def send(self, request: KernelRequest, response_type: type[KernelResponse]) -> KernelResponse:
        """Ask, and wait for the answer. An error of what was only told before is raised first, and nothing is asked."""
        self._catch_up()
        self._ask(request)
        return self._answer(response_type)

    def tell(self, request: InvokeRequest) -> None:
        """Ask what answers nothing, and go on; an error is raised by whichever question comes next."""
        self._ask(request)
        self._unread += 1
        if self._unread >= _UNREAD:
            self._catch_up()

    def stop(self) -> None:
        """End Node.js, whatever state it is in."""
        atexit.unregister(self.stop)
        if self._launched is not None:
            self._watchdog.stop()
            _end(self._launched)
            self._output.finish(_PATIENCE)
            self._output.close()
        with suppress(OSError):
            self._ctx_stack.close()

    def _ask(self, request: KernelRequest) -> None:
        questions = self._running.questions
        try:
            questions.write(self._messages.question(request))
            questions.flush()
        except (BrokenPipeError, ConnectionResetError) as error:
            raise self._ended() from error

    def _catch_up(self) -> None:
        while self._unread:
            self._unread -= 1
            answer = self._answer(InvokeResponse)
            if isinstance(answer, Callback):
                _callback_till_result(jsii._runtime.kernel, answer, InvokeResponse)

    def _answer(self, expected: type[KernelResponse]) -> KernelResponse:
        line = self._line()
        try:
            return self._messages.answer(line, expected)
        except ValueError as error:
            raise self._strange(line) from error

    def _line(self) -> bytes:
        with self._watchdog:
            try:
                line = self._running.answers.readline()
            except ConnectionResetError:
                line = b""
        if not line.endswith(b"\n"):
            raise self._ended()
        return line

    def _strange(self, line: bytes) -> ConstructError:
        return node_failure.strange(self._node, line.decode(errors="replace").strip(), self._output.said)

    def _ended(self) -> ConstructError:
        process = self._running.process
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=_PATIENCE)
        self._output.finish(_PATIENCE)
        if self._watchdog.barked:
            return node_failure.silent(self._node, self._watchdog.seconds, self._output.said)
        return node_failure.ended(self._node, process.returncode, self._output.said)

    @property
    def _running(self) -> Launched:
        assert self._launched is not None
        return self._launched


def _end(launched: Launched) -> None:
    process = launched.process
    with suppress(OSError, ValueError):
        launched.questions.write(b'{"exit":0}\n')
        launched.questions.flush()
    with suppress(OSError):
        launched.close()
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
