"""Events that tests write down."""

from __future__ import annotations

from typing import Any

from relinfra.execution import Event, event_of

RUN = "https://github.com/acme/shop/actions/runs/12345678901/attempts/1"
DIGEST = "sha256:" + "a1" * 32
KINDS: dict[str, dict[str, Any]] = {
    "approved": {"by": "Dana Petrova"},
    "met": {"criterion": "journeys", "by": "Tom Becker", "proof": RUN},
    "started": {"stage": "production", "commit": "0" * 40, "stacks": DIGEST, "images": {"web": DIGEST}},
    "step": {"stage": "production", "step": "migration", "outcome": "succeeded", "started": "2026-12-08T14:00:00Z"},
    "checked": {"stage": "production", "check": "smoke", "passed": False, "digest": DIGEST, "findings": ["web: 503"]},
    "finished": {"stage": "production", "outcome": "succeeded"},
    "rolled_back": {"stage": "production", "to": "2.4.1", "reason": "5xx above 2 %", "by": "Dana Petrova"},
}


def event(kind: str, minute: int = 5, **given: Any) -> Event:
    """Return an event of a kind in a minute after 14:00, with what is given instead of the usual."""
    at = f"2026-12-08T14:{minute:02}:00Z"
    return event_of({"version": "2.5.0", "event": kind, "at": at, "run": RUN, **KINDS[kind], **given})
