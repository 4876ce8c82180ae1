"""The state of the release: whether it is approved, and not over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from relinfra.evidence import Facts
from relinfra.gate.obstacle import Obstacle

__all__ = ["not_approved"]

_APPROVE = "let somebody approve it, and write that down: relinfra record approve"


def not_approved(facts: Facts, at: datetime, environment: str) -> Iterator[Obstacle]:
    """Yield why the release may not go to customers by its state."""
    state = facts.execution.state
    now = state.value if state else "draft"
    if now == "draft":
        yield Obstacle.of("state", "the release is a draft: nobody approved it", _APPROVE, state)
    elif now == "rolled_back":
        yield Obstacle.of("state", "the release was rolled back, and not approved again", _APPROVE, state)
    elif now == "released":
        yield Obstacle.of("state", "the release is live already", "nothing, where it is meant", state, stops=False)
    if now != "draft" and not _named(facts, environment):
        found = "nothing says who approved the release, and when"
        yield Obstacle.of("approval", found, _APPROVE, state)
    for one in facts.execution.approvals:
        if one.at and datetime.fromisoformat(one.at.value) > at:
            yield Obstacle.of("approval", f"an approval is dated {one.at.value}, after now", "correct its time", one.at)


def _named(facts: Facts, environment: str) -> bool:
    """Whether somebody approved the release as a whole, or for this environment."""
    stages = (one.stage.value if one.stage else environment for one in facts.execution.approvals)
    return any(stage.partition("@")[0] == environment for stage in stages)
