"""Log groups as sentences name them: one that AWS names with an id of its own has no name before it is there."""

from __future__ import annotations

from relinfra.evidence.records.alarm import LogGroup
from relinfra.plan.model import Given, Line, Statement
from relinfra.plan.say import say

__all__ = ["log_group", "unwritten"]


def log_group(key: str, group: LogGroup, **given: Given) -> Statement:
    """Return a sentence about a log group by its name, or by what writes to it where that is yet to be made."""
    return say(f"{key}_of" if group.writer else key, group.id, name=group.writer or group.name, **given)


def unwritten(group: LogGroup) -> Line:
    """Return that nothing writes to a group, so that looking into it shows nothing; nothing of one that is written."""
    return (say("log_group.unwritten", group.id, silent=group.silent),) if group.silent else ()
