"""A commit that follows Conventional Commits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Commit", "pull_of", "tickets_of"]

_KEY = r"[A-Z][A-Z0-9_]+-\d+"
_TICKET = re.compile(rf"\b{_KEY}\b|(?<![\w/])#\d+\b")
_IN_SUBJECT = re.compile(rf"\[({_KEY})\]|^({_KEY}):")
_PULL = re.compile(r"\s*\((?:pull request )?([#!]\d+)\)\s*$")
_PULL_FOOTER = re.compile(r"(?:^|/|[#!])(\d+)/?$")
_TICKETS = frozenset(
    {
        *("close", "closes", "closed", "fix", "fixes", "fixed", "resolve", "resolves", "resolved"),
        *("ref", "refs", "references", "related", "relates-to"),
        *("issue", "issues", "jira", "story", "task", "ticket", "tickets"),
    }
)
_PULLS = frozenset({"mr", "merge-request", "pr", "pr-url", "pull-request"})


@dataclass(frozen=True, slots=True)
class Commit:
    """The message of one commit, taken apart.

    `breaking` is how it breaks what others rely on, empty where it breaks nothing; `pull` is the pull request as it is
    referred to (`#12`), empty where none is named.
    """

    id: str
    type: str
    scope: str
    description: str
    breaking: str
    tickets: tuple[str, ...]
    pull: str


def tickets_of(subject: str, scope: str, footers: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return the tickets named by footers such as `Refs`, as scope, as `[KEY-1]` or as `KEY-1:` before the subject.

    Elsewhere `UTF-8` or `SHA-256` would look like one.
    """
    said = [one for token, value in footers if token.lower() in _TICKETS for one in _TICKET.findall(value)]
    named = [left or right for left, right in _IN_SUBJECT.findall(subject)]
    return tuple(dict.fromkeys([*said, *re.findall(rf"^{_KEY}$", scope), *named]))


def pull_of(subject: str, footers: Sequence[tuple[str, str]], numbers: Mapping[str, int]) -> tuple[str, str]:
    """Return the subject without the pull request at its end, and that pull request.

    Where it names none, a footer such as `PR-URL` does, or what a host of the repository told (`numbers`).
    """
    found = _PULL.search(subject)
    if found:
        return subject[: found.start()], found[1]
    said = (match[1] for token, value in footers if token.lower() in _PULLS and (match := _PULL_FOOTER.search(value)))
    number = next(said, None) or next(iter(numbers.values()), None)
    return subject, f"#{number}" if number else ""
