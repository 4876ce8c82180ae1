"""Log groups as sentences name them: one that AWS names with an id of its own has no name before it is there."""

from __future__ import annotations

from relinfra.evidence.records.alarm import LogGroup
from relinfra.plan.model import Given, Statement
from relinfra.plan.say import say

__all__ = ["log_group"]


def log_group(key: str, group: LogGroup, **given: Given) -> Statement:
    """Return a sentence about a log group by its name, or by what writes to it where that is yet to be made."""
    return say(f"{key}_of" if group.writer else key, group.id, name=group.writer or group.name, **given)
