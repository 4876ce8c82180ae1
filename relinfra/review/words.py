"""Words about changes: the sentences of their reasons, and values as people read them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from relinfra.comparison import Action, Change, Comparison, Effect
from relinfra.comparison.replacement import sources
from relinfra.domain.severity import SEVERITIES
from relinfra.evidence.fact import Json
from relinfra.plan.catalogue import load

__all__ = ["attribute_lines", "counted", "doubts", "lines", "reason", "spelt", "worst"]

_ABSENT = "(none)"
_EFFECTS = {
    Effect.NONE: "changes nothing in AWS",
    Effect.REPLACE: "forces replacement",
    Effect.UNKNOWN: "may force replacement, which is not known",
}


def reason(why: str) -> str:
    """Return the sentence of a reason, as the documents have it."""
    return load("en").words(f"change.why.{why}")


def spelt(value: Json, limit: int) -> str:
    """Return a value on one line, cut where it is longer than `limit`; the absence of one is said."""
    if value is None:
        return _ABSENT
    text = value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def lines(change: Change, limit: int) -> list[str]:
    """Return everything that is to be told of a change besides its action, address and risk."""
    moved = [f"was {' '.join(change.moved_from)}"] if change.moved_from else []
    return [*moved, *attribute_lines(change, limit), *_forced(change), *(reason(why) for why in change.reasons)]


def attribute_lines(change: Change, limit: int) -> list[str]:
    """Return the attributes of a change, each with both values and what it does to the resource."""
    return [
        f"{one.path or 'value'}: {spelt(one.before, limit)} → {spelt(one.after, limit)}"
        + (f" ({_EFFECTS[one.effect]})" if one.effect in _EFFECTS else "")
        for one in change.attributes
    ]


def _forced(change: Change) -> list[str]:
    """Return what forces a replacement without being changed itself: the resource it refers to, or the region."""
    changed = {one.path.partition(".")[0].partition("[")[0] for one in change.attributes}
    return [f"{path}: what it refers to is replaced (forces replacement)" for path in _built_on(change, changed)]


def _built_on(change: Change, changed: set[str]) -> list[str]:
    return [path for path in change.forced_by if path.partition(".")[0].partition("[")[0] not in changed]


def counted(comparison: Comparison) -> str:
    """Return how many resources there are of each action, in words."""
    count: Mapping[Action, int] = comparison.count()
    settings = len(comparison.changes) - len(comparison.resources)
    named = [f"{number} {action}" for action, number in count.items()]
    return ", ".join([*named, *([f"{settings} of settings"] if settings else [])]) or "nothing"


def worst(comparison: Comparison) -> str:
    """Return the most severe risk of a comparison, empty where it risks nothing known."""
    return max((change.risk for change in comparison.changes if change.risk), key=SEVERITIES.index, default="")


def doubts(comparison: Comparison) -> str:
    """Return that it is not known of some attributes whether they replace, and who would know; empty where it is."""
    unknown = sum(len(change.unknown) for change in comparison.resources)
    if not unknown:
        return ""
    return (
        f"Of {unknown} {'attribute' if unknown == 1 else 'attributes'} it is not known whether they force replacement: "
        f"the table is of {sources()['day']}. Terraform's own plan knows (--plans)."
    )
