"""One request over HTTP, which ends within its time whatever the other side does."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

__all__ = ["Answer", "ask"]

_AGENT = "relinfra-smoke"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its status and the milliseconds it took, or the reason why there is none."""

    status: int | None
    milliseconds: int
    error: str = ""


def ask(url: str, seconds: float, connect: tuple[str, int] | None = None) -> Answer:
    """Ask for a URL as curl does: no redirect is followed, certificates are checked.

    `connect` is another place to connect to, with the name of the URL: a load balancer that the name does not lead to.
    """
    found: list[Answer] = []
    begun = time.monotonic()
    asking = threading.Thread(target=lambda: found.append(_asked(url, seconds, connect)), daemon=True)
    asking.start()
    asking.join(seconds)
    # A resolver that hangs, or a server that sends a byte a second, outlives every timeout of a socket.
    return found[0] if found else Answer(None, _since(begun), f"no answer within {seconds:g} seconds")


def _asked(url: str, seconds: float, connect: tuple[str, int] | None) -> Answer:
    begun = time.monotonic()
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = _connection(parts.scheme, parts.hostname or "", parts.port, seconds)
    try:
        if connect:
            connection.sock = _connected(connection, connect, seconds)
        connection.request("GET", path, headers={"User-Agent": _AGENT, "Connection": "close"})
        answer = connection.getresponse()
        return Answer(answer.status, _since(begun))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(None, _since(begun), _told(error))
    finally:
        connection.close()


def _connection(scheme: str, host: str, port: int | None, seconds: float) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=seconds)


def _connected(
    connection: http.client.HTTPConnection, place: tuple[str, int], seconds: float
) -> socket.socket | ssl.SSLSocket:
    plain = socket.create_connection(place, seconds)
    if isinstance(connection, http.client.HTTPSConnection):
        return ssl.create_default_context().wrap_socket(plain, server_hostname=connection.host)
    return plain


def _since(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".strip(": ") if str(error) else type(error).__name__
