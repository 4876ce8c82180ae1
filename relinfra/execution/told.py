"""An event in one line, for terminals and logs."""

from __future__ import annotations

from typing import assert_never

from relinfra.execution.events import Approved, Checked, Event, Finished, Met, RolledBack, Started, Stepped

__all__ = ["told"]


def told(event: Event) -> str:
    """Return an event as a person reads it: when, where, what."""
    stage = getattr(event, "stage", None) or "release"
    return f"{event.at} {stage}: {_what(event)}"


def _what(event: Event) -> str:
    match event:
        case Approved() | Met():
            what = f"{event.criterion} is met, says {event.by}" if isinstance(event, Met) else f"approved by {event.by}"
        case Started():
            what = "started"
        case Stepped():
            what = f"{event.step} {event.outcome}"
        case Checked():
            what = f"{event.check.replace('_', ' ')} {'passed' if event.passed else 'failed'}"
        case Finished():
            what = event.outcome
        case RolledBack():
            what = f"taken back to {event.to}: {event.reason}"
        case _:
            assert_never(event)
    return what
