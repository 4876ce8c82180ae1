"""The context of git-cliff: what `git cliff --context` prints."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Annotated

from pydantic import BaseModel, Field, TypeAdapter

from relinfra.evidence.history.commit import Commit, pull_of, tickets_of
from relinfra.evidence.history.reverts import standing

__all__ = ["SHORT", "Context", "Written", "parse"]

SHORT = 12
"""How many digits of an id are shown."""


class _Footer(BaseModel):
    token: str
    separator: str
    value: str

    @property
    def pair(self) -> tuple[str, str]:
        """The token and the value; `Closes #7` keeps its sign."""
        return self.token, f"#{self.value}" if self.separator.endswith("#") else self.value


class _Host(BaseModel):
    pr_number: int | None = None


class Written(BaseModel):
    """A commit as git-cliff prints it."""

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{7,64}$")]
    raw_message: str
    message: str
    scope: str | None = None
    conventional: bool = False
    merge_commit: bool = False
    breaking: bool | None = None
    breaking_description: str | None = None
    footers: list[_Footer] | None = None
    github: _Host = _Host()
    gitlab: _Host = _Host()
    gitea: _Host = _Host()
    bitbucket: _Host = _Host()
    azure_devops: _Host = _Host()

    @property
    def short(self) -> str:
        """The id as people write it."""
        return self.id[:SHORT]

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return next(iter(self.raw_message.strip().splitlines()), "")

    @property
    def commit(self) -> Commit | None:
        """The message taken apart, or None where it does not follow the convention."""
        kind = re.match(r"[^(:!\s]+", self.subject)
        if not self.conventional or not kind:
            return None
        footers = [footer.pair for footer in self.footers or ()]
        description, pull = pull_of(_line(self.message), footers, self._numbers)
        tickets = tickets_of(description, self.scope or "", footers)
        breaking = _line(self.breaking_description or description) if self.breaking else ""
        return Commit(self.short, kind[0].lower(), self.scope or "", description, breaking, tickets, pull)

    @property
    def _numbers(self) -> dict[str, int]:
        hosts = ("github", "gitlab", "gitea", "bitbucket", "azure_devops")
        return {name: number for name in hosts if (number := getattr(self, name).pr_number)}


class _Previous(BaseModel):
    version: str | None = None


class _Release(BaseModel):
    version: str | None = None
    previous: _Previous | None = None
    commits: list[Written]


_RELEASES: TypeAdapter[list[_Release]] = TypeAdapter(list[_Release])


class Context:
    """The commits of a range, the oldest first, without merges and without what was reverted again.

    `only` are the ids of those that count, None for all.
    """

    def __init__(self, releases: list[_Release], only: Container[str] | None = None) -> None:
        self._oldest_first = releases[::-1]
        every = [one for release in self._oldest_first for one in release.commits if only is None or one.id in only]
        self.commits = tuple(standing([one for one in every if not one.merge_commit]))

    @property
    def first(self) -> str:
        """The tag after which the range begins, empty where it is not said."""
        oldest = next(iter(self._oldest_first), None)
        return (oldest.previous.version or "") if oldest and oldest.previous else ""

    @property
    def last(self) -> str:
        """The tag with which the range ends, empty where that has none."""
        return (self._oldest_first[-1].version or "") if self._oldest_first else ""


def parse(text: str | bytes, only: Container[str] | None = None) -> Context:
    """Read the JSON, and keep the commits with these ids. Raises pydantic's `ValidationError` for anything else."""
    return Context(_RELEASES.validate_json(text), only)


def _line(text: str) -> str:
    return " ".join(text.split())
