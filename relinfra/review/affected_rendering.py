"""Affected stacks, for a terminal, for programs and for GitHub's job matrices."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict

from relinfra.review.affected import Affected, AffectedStack
from relinfra.review.jobs import as_github
from relinfra.review.table import aligned
from relinfra.visible import visible

__all__ = ["AFFECTED_FORMATS", "render_affected"]

_REASONS = {
    "new": "is new",
    "differs": "differs",
    "unknown": "may differ",
}


def _as_table(affected: Affected) -> str:
    rows = [(one.name, one.environment or "-", one.region or "-", _reason(one)) for one in affected.stacks]
    table = list(aligned([tuple(map(visible, row)) for row in (("stack", "environment", "region", "why"), *rows)]))
    told = [
        *(table if rows else []),
        *(f"{visible(name)} is gone; its state may still hold resources" for name in affected.gone),
        *([f"every stack is affected: {visible(affected.why_all)}"] if affected.why_all else []),
        f"{len(rows)} {'stack is' if len(rows) == 1 else 'stacks are'} affected",
    ]
    return "\n".join(told) + "\n"


def _reason(one: AffectedStack) -> str:
    return f"depends on {', '.join(one.because_of)}" if one.reason == "depends" else _REASONS[one.reason]


def _as_json(affected: Affected) -> str:
    document = {
        "version": 1,
        "stacks": [asdict(one) for one in affected.stacks],
        "environments": list(affected.environments),
        "gone": list(affected.gone),
        "why_all": affected.why_all,
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


_RENDERERS: Mapping[str, Callable[[Affected], str]] = {"table": _as_table, "json": _as_json, "github": as_github}
AFFECTED_FORMATS = tuple(_RENDERERS)
"""For a terminal, for programs, for the output of a step."""


def render_affected(affected: Affected, form: str) -> str:
    """Return what is affected as text, with the end of its last line."""
    return _RENDERERS[form](affected)
