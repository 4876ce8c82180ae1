"""A server on the loopback that answers as it is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

PATHS = {
    "/ok": b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    "/moved": b"HTTP/1.1 302 Found\r\nLocation: /ok\r\nContent-Length: 0\r\n\r\n",
    "/broken": b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n",
    "/garbage": b"\x00\x1b[31m hello\r\n\r\n",
    "/nothing": b"",
    "/long": b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/slow":
            time.sleep(0.3)
        if self.path == "/dripping":
            for byte in b"HTTP/1.1 200 OK\r\n" * 4:
                self.wfile.write(bytes([byte]))
                time.sleep(0.05)
        if self.path == "/flaky":
            self.server.asked += 1  # type: ignore[attr-defined]
            self.wfile.write(PATHS["/broken" if self.server.asked <= 2 else "/ok"])  # type: ignore[attr-defined]
        self.wfile.write(PATHS.get(self.path, PATHS["/ok"]))
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    asked = 0

    def handle_error(self, *_: object) -> None:
        """Say nothing of clients that leave."""


@pytest.fixture
def server() -> Iterator[str]:
    """The address of a server that is told by the path how to answer."""
    with _Server(("127.0.0.1", 0), _Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()
