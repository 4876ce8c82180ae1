"""The first line of a message."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Header", "breaking_title", "header", "said_undone", "undone_by", "unwrapped", "without_pull"]

_HEADER = re.compile(r"([^\s(:!]+)(?:\(([^()]*)\))?!?:\s+(\S.*)")
_WRAPPED = re.compile(r'(Revert|Reapply) "(.*)"')
_SAID = re.compile(r"(?:reverts?|reverted|reverting|back out|undo):?\s+(\S.*)", re.IGNORECASE)
_PULL = re.compile(r"\s*\((?:pull request )?([#!]\d+)\)\s*$")


@dataclass(frozen=True, slots=True)
class Header:
    """A first line that follows Conventional Commits, without the pull request at its end."""

    type: str
    scope: str
    description: str


def header(subject: str) -> Header | None:
    """Return a first line taken apart, or None where it does not follow the convention."""
    found = _HEADER.fullmatch(without_pull(subject)[0])
    return Header(found[1].lower(), found[2] or "", found[3]) if found else None


def breaking_title(message: str) -> str:
    """Return the title of a pull request that a host wrote below the first line of a merge, where it breaks others."""
    title = next((line for line in message.splitlines()[1:] if line.strip()), "")
    found = header(title)
    return title if found and title.partition(":")[0].endswith("!") else ""


def said_undone(subject: str) -> str:
    """Return the words after `Revert` and the like that a person wrote; empty where there are none."""
    found = _SAID.fullmatch(without_pull(subject)[0])
    return found[1] if found else ""


def without_pull(subject: str) -> tuple[str, str]:
    """Return a first line without the pull request at its end, and that, empty where there is none."""
    found = _PULL.search(subject)
    return (subject[: found.start()], found[1]) if found else (subject, "")


def unwrapped(subject: str) -> tuple[str, bool] | None:
    """Return the first line that git's own words revert or reapply, and whether it is taken back in the end.

    A revert of a revert brings it again. None where the words are other ones.
    """
    found = _WRAPPED.fullmatch(without_pull(subject)[0])
    if not found:
        return None
    inner, back = unwrapped(found[2]) or (found[2], False)
    return inner, back != (found[1] == "Revert")


def undone_by(subject: str) -> str:
    """Return the first line that git's own words take back, which is a revert where they reapply; else nothing."""
    found = _WRAPPED.fullmatch(without_pull(subject)[0])
    if not found:
        return ""
    return found[2] if found[1] == "Revert" else f'Revert "{found[2]}"'
