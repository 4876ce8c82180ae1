"""A commit that follows Conventional Commits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from relinfra.evidence.history.header import header

__all__ = ["Commit", "breaks_of", "pull_of", "tickets_of", "withdrawn_by"]

_KEY = r"[A-Z][A-Z0-9_]+-\d+"
_TICKET = re.compile(rf"\b{_KEY}\b|(?<![\w/])#\d+\b")
_IN_SUBJECT = re.compile(rf"\[({_KEY})\]|^({_KEY}):")
_PULL_FOOTER = re.compile(r"(?:^|/|[#!])(\d+)/?$")
_TICKETS = frozenset(
    {
        *("close", "closes", "closed", "fix", "fixes", "fixed", "resolve", "resolves", "resolved"),
        *("ref", "refs", "references", "related", "relates-to"),
        *("issue", "issues", "jira", "story", "task", "ticket", "tickets"),
    }
)
_BREAKS = re.compile(r"^BREAKING[ -]CHANGE: (.+?)(?=\n[ \t]*\n|\n[A-Za-z][\w -]*: |\Z)", re.MULTILINE | re.DOTALL)
_FOR_USERS = frozenset({"feat", "fix", "perf"})
_PULLS = frozenset({"mr", "merge-request", "pr", "pr-url", "pull-request"})


@dataclass(frozen=True, slots=True)
class Commit:
    """The message of one commit, taken apart.

    `breaking` are the ways in which it breaks what others rely on; `pull` is the pull request as it is referred to
    (`#12`), empty where none is named; `withdrawn` is what users had that a revert takes from them, empty otherwise.
    """

    id: str
    type: str
    scope: str
    description: str
    breaking: tuple[str, ...]
    tickets: tuple[str, ...]
    pull: str
    withdrawn: str = ""


def tickets_of(subject: str, scope: str, footers: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return the tickets named by footers such as `Refs`, as scope, as `[KEY-1]` or as `KEY-1:` before the subject.

    Elsewhere `UTF-8` or `SHA-256` would look like one.
    """
    said = [one for token, value in footers if token.lower() in _TICKETS for one in _TICKET.findall(value)]
    named = [left or right for left, right in _IN_SUBJECT.findall(subject)]
    return tuple(dict.fromkeys([*said, *re.findall(rf"^{_KEY}$", scope), *named]))


def pull_of(footers: Sequence[tuple[str, str]], numbers: Mapping[str, int]) -> str:
    """Return the pull request that a footer such as `PR-URL` names, or else a host of the repository (`numbers`)."""
    said = (match[1] for token, value in footers if token.lower() in _PULLS and (match := _PULL_FOOTER.search(value)))
    number = next(said, None) or next(iter(numbers.values()), None)
    return f"#{number}" if number else ""


def breaks_of(message: str) -> tuple[str, ...]:
    """Return what the breaking footers of a message say that does not follow the convention otherwise."""
    return tuple(dict.fromkeys(" ".join(said.split()) for said in _BREAKS.findall(message.replace("\r\n", "\n"))))


def withdrawn_by(description: str) -> str:
    """Return what users lose by a revert of this description, empty where they never saw it."""
    found = header(description.strip("\"'`"))
    return found.description if found and found.type in _FOR_USERS else ""
