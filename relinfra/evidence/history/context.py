"""The context of git-cliff: what `git cliff --context` prints."""

import re
from collections.abc import Container
from typing import Annotated

from pydantic import BaseModel, Field, TypeAdapter

from relinfra.evidence.history.commit import Commit, breaks_of, pull_of, tickets_of, withdrawn_by
from relinfra.evidence.history.header import breaking_title, header, unwrapped, without_pull
from relinfra.evidence.history.reverts import Ancestry, settled

__all__ = ["SHORT", "Context", "Written", "parse"]

SHORT = 12
"""How many digits of an id are shown."""


class _Footer(BaseModel):
    token: str
    separator: str
    value: str
    breaking: bool = False

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
    def silent(self) -> bool:
        """Whether it is a merge that says nothing beyond the commits that it brings.

        One speaks whose first line is the title of a pull request with its number, or that breaks something.
        """
        said = header(self.subject) if without_pull(self.subject)[1] else None
        return self.merge_commit and not self.breaks and (said is None or said.type == "revert")

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The token and the value of each footer."""
        return tuple(footer.pair for footer in self.footers or ())

    @property
    def pull(self) -> str:
        """The pull request it came with, as `#12`; empty where none is named."""
        return without_pull(self.subject)[1] or pull_of(self.pairs, self._numbers)

    @property
    def commit(self) -> Commit | None:
        """The message taken apart, or None where it does not follow the convention.

        What git writes by itself follows it too: `Revert "feat: x"` is a revert, and `Reapply "feat: x"` is `feat: x`.
        """
        kind = re.match(r"[^(:!\s]+", self.subject) if self.conventional else None
        if kind:
            return self._taken_apart(kind[0].lower(), self.scope or "", without_pull(_line(self.message))[0])
        subject, back = unwrapped(self.subject) or ("", False)
        if back:
            return self._taken_apart("revert", "", subject)
        head = header(subject or self._title)
        return self._taken_apart(head.type, head.scope, head.description) if head else None

    @property
    def breaks(self) -> tuple[str, ...]:
        """The ways in which it breaks what others rely on."""
        if not self.conventional:
            title = header(self._title)
            return breaks_of(self.raw_message) or ((title.description,) if title else ())
        said = [_line(footer.value) for footer in self.footers or () if footer.breaking]
        if said or not self.breaking:
            return tuple(dict.fromkeys(said))
        return (without_pull(_line(self.message))[0],)

    @property
    def _title(self) -> str:
        return breaking_title(self.raw_message) if self.merge_commit else ""

    def _taken_apart(self, kind: str, scope: str, said: str) -> Commit:
        tickets = tickets_of(said, scope, self.pairs)
        withdrawn = withdrawn_by(said) if kind == "revert" else ""
        return Commit(self.short, kind, scope, said, self.breaks, tickets, self.pull, withdrawn)

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
    """The commits of a range, the oldest first, without merges that say nothing and without what was taken back.

    `only` are the ids of those that count, None for all; `ancestry` is the repository, where that is at hand.
    """

    def __init__(
        self, releases: list[_Release], only: Container[str] | None = None, ancestry: Ancestry | None = None
    ) -> None:
        self._oldest_first = releases[::-1]
        every = [one for release in self._oldest_first for one in release.commits]
        counted = [one for one in every if only is None or one.merge_commit or one.id in only]
        found = settled(counted, ancestry)
        self.commits = tuple(one for one in found.standing if only is None or _touches(one, only, ancestry))
        self.taken_back = found.taken_back
        """What was taken back, with the commit that did so."""
        self.unfiltered = any(not one.conventional for one in every if not one.merge_commit)
        """Whether commits outside the convention are among them: git-cliff leaves them out unless told otherwise."""

    @property
    def first(self) -> str:
        """The tag after which the range begins, empty where it is not said."""
        oldest = next(iter(self._oldest_first), None)
        return (oldest.previous.version or "") if oldest and oldest.previous else ""

    @property
    def last(self) -> str:
        """The tag with which the range ends, empty where that has none."""
        return (self._oldest_first[-1].version or "") if self._oldest_first else ""


def _touches(one: Written, only: Container[str], ancestry: Ancestry | None) -> bool:
    """Whether a commit counts, or a merge brings one that does."""
    brought = ancestry.brought(one.id, "") if one.merge_commit and ancestry else ()
    return one.id in only or any(id_ in only for id_ in brought)


def parse(text: str | bytes, only: Container[str] | None = None, ancestry: Ancestry | None = None) -> Context:
    """Read the JSON, and keep the commits with these ids. Raises pydantic's `ValidationError` for anything else."""
    return Context(_RELEASES.validate_json(text), only, ancestry)


def _line(text: str) -> str:
    return " ".join(text.split())
