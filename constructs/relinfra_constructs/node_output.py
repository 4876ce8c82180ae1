"""The lines that Node.js prints: passed on where constructs print them, remembered where they are about Node.js."""

from __future__ import annotations

import base64
import json
import sys
import threading
from contextlib import suppress
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from relinfra_constructs.node_launch import Launched

__all__ = ["NodeOutput"]

_LINES_KEPT = 200


class NodeOutput:
    """Listens to a Node.js until it ends. What it prints before it has greeted is about itself."""

    def __init__(self, launched: Launched) -> None:
        self.said: list[str] = []
        self.greeted = False
        process = launched.process
        streams = [("stderr", process.stderr), *([] if launched.wrapped else [("stdout", process.stdout)])]
        listen = self._unwrap if launched.wrapped else self._hear
        self._streams = [stream for _, stream in streams if stream is not None]
        self._threads = [threading.Thread(target=listen, args=each, daemon=True) for each in streams]
        for thread in self._threads:
            thread.start()

    def finish(self, patience: float) -> None:
        """Wait until all is heard, or as many seconds."""
        for thread in self._threads:
            thread.join(patience)

    def close(self) -> None:
        """Let go of what has ended."""
        for thread, stream in zip(self._threads, self._streams, strict=True):
            if not thread.is_alive():
                stream.close()

    def _hear(self, name: str, stream: IO[bytes]) -> None:
        for line in stream:
            if self.greeted:
                _pass_on(name, line)
            else:
                self._remember(line)

    def _unwrap(self, _: str, stream: IO[bytes]) -> None:
        for line in stream:
            try:
                printed = json.loads(line)
                for name in ("stderr", "stdout"):
                    if printed.get(name) is not None:
                        _pass_on(name, base64.b64decode(printed[name]))
            except (AttributeError, TypeError, ValueError):
                self._remember(line)

    def _remember(self, line: bytes) -> None:
        if len(self.said) < _LINES_KEPT:
            self.said.append(line.decode(errors="replace").rstrip())


def _pass_on(name: str, text: bytes) -> None:
    with suppress(OSError, ValueError):  # whoever listened is gone
        getattr(sys, name).buffer.write(text)
