"""A difference as JSON, for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from relinfra.comparison import Change
from relinfra.comparison.replacement import sources
from relinfra.review.difference import Difference
from relinfra.review.words import reason, worst

__all__ = ["as_document", "change_of"]

_VERSION = 1


def as_document(difference: Difference) -> str:
    """Return every change with its attributes in full, and what the answers about replacement rest on."""
    comparison = difference.comparison
    document = {
        "version": _VERSION,
        "former": difference.former,
        "present": difference.present,
        "stacks": list(comparison.stacks),
        "left_out": list(difference.left_out),
        "resources": {str(action): number for action, number in comparison.count().items()},
        "risk": worst(comparison),
        "changes": [change_of(change) for change in comparison.changes],
        "replacement": sources(),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def change_of(change: Change) -> dict[str, Any]:
    """Return one change as plain values."""
    moved = change.moved_from
    return {
        "stack": change.stack,
        "address": change.address,
        "action": str(change.action),
        "moved_from": {"stack": moved[0], "address": moved[1]} if moved else None,
        "stateful": change.stateful,
        "attributes": [asdict(one) for one in change.attributes],
        "forced_by": list(change.forced_by),
        "order": change.order,
        "risk": change.risk,
        "reasons": [{"why": why, "text": reason(why)} for why in change.reasons],
    }
