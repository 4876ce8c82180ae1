"""Commits that were taken back: a release does not contain them.

A revert names what it takes back as git does (`This reverts commit ID.`), as the button of a host does (`Reverts
owner/repository#12`), as Conventional Commits recommends (`revert: …` with the ids in the footer `Refs`), or with
nothing but the first line of it, be it in a person's words (`Reverted feat: x`).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from relinfra.evidence.history.header import header, said_undone, undone_by, without_pull

__all__ = ["Ancestry", "Message", "Settled", "settled"]

_COMMIT = re.compile(r"\bThis reverts commit ([0-9a-f]{7,64})(?:, reversing\s+changes made to ([0-9a-f]{7,64}))?")
_PULL = re.compile(r"^(?:Reverts|This reverts merge request) (?:[\w./-]+)?([#!]\d+)\.?\s*$", re.MULTILINE)
_MERGED = re.compile(r"(?:pull request |merge request [\w./-]*|\bPR )[#!]?(\d+)")
_ID = re.compile(r"(?<![#\w-])[0-9a-f]{7,64}\b")
_NAMING = frozenset({"ref", "refs", "revert", "reverts"})
_AROUND = " \"'`“”"


class Message(Protocol):
    """A commit, as far as it has to be known to tell whether it stands."""

    id: str
    raw_message: str
    merge_commit: bool

    @property
    def silent(self) -> bool:
        """Whether it is a merge that says nothing beyond the commits that it brings."""

    @property
    def subject(self) -> str:
        """The first line."""

    @property
    def pull(self) -> str:
        """The pull request it came with, as `#12`; empty where none is named."""

    @property
    def pairs(self) -> Sequence[tuple[str, str]]:
        """The token and the value of each footer."""


class Ancestry(Protocol):
    """A repository asked about its commits beyond their messages."""

    def brought(self, merge: str, onto: str) -> frozenset[str]:
        """Return the commits that a merge brought onto a line, which is its first parent's where `onto` is empty."""

    def released(self, commit: str) -> bool:
        """Whether a commit that is not in the range comes before it."""


T = TypeVar("T", bound=Message)


@dataclass(frozen=True, slots=True)
class Settled(Generic[T]):
    """The commits that stand, the oldest first, and those taken back with the commit that did so.

    A revert is neither: unless it takes back what was released before, which stands.
    """

    standing: tuple[T, ...]
    taken_back: tuple[tuple[T, T], ...]


def settled(commits: Sequence[T], ancestry: Ancestry | None = None) -> Settled[T]:
    """Settle commits, the oldest first, merges among them, most of which say nothing themselves."""
    gone: dict[str, T] = {}
    for index in range(len(commits) - 1, -1, -1):
        one = commits[index]
        if one.id not in gone and not one.merge_commit and _may_revert(one):
            undone, whole = _Revert(one, commits[:index], ancestry).undone(gone)
            gone |= {each.id: one for each in undone}
            gone |= {one.id: one} if undone and whole else {}
    own = [one for one in commits if not one.silent]
    back = tuple((one, gone[one.id]) for one in own if one.id in gone and gone[one.id] is not one and not _reverts(one))
    return Settled(tuple(one for one in own if one.id not in gone), back)


def _may_revert(one: Message) -> bool:
    named = _COMMIT.search(one.raw_message) or _PULL.search(one.raw_message)
    return bool(_reverts(one) or named or said_undone(one.subject))


def _reverts(one: Message) -> bool:
    head = header(one.subject)
    return bool(undone_by(one.subject)) or (head is not None and head.type == "revert")


@dataclass(frozen=True)
class _Revert(Generic[T]):
    """A commit asked what it takes back of the commits before it, whether it is a revert or not."""

    commit: T
    before: Sequence[T]
    ancestry: Ancestry | None

    def undone(self, gone: Container[str]) -> tuple[list[T], bool]:
        """Return the commits it takes back, and whether these are all."""
        named = [self._of([one for one in self.before if one.id.startswith(id_)], onto) for id_, onto in self._ids()]
        if not any(named):
            pulls = _PULL.findall(self.commit.raw_message)
            named = [self._of([one for one in self.before if _belongs(one, pull)]) for pull in pulls]
        found = [each for one in named for each in one]
        if found:
            return found, all(named)
        if not _reverts(self.commit) and (said := said_undone(self.commit.subject)):
            return [one for one in self._standing(gone) if _same(said, one.subject)][:1], True
        if not _reverts(self.commit) or any(self.ancestry and self.ancestry.released(id_) for id_, _ in self._ids()):
            return [], False
        return [one for one in self._standing(gone) if self._means(one)][:1], True

    def _standing(self, gone: Container[str]) -> Iterator[T]:
        """Yield the commits before it that nothing took back yet, the newest first."""
        return (one for one in reversed(self.before) if one.id not in gone and not one.merge_commit)

    def _ids(self) -> Iterator[tuple[str, str]]:
        yield from ((id_, onto or "") for id_, onto in _COMMIT.findall(self.commit.raw_message))
        if _reverts(self.commit):
            said = (value for token, value in self.commit.pairs if token.lower() in _NAMING)
            yield from ((id_, "") for value in said for id_ in _ID.findall(value))

    def _of(self, found: list[T], onto: str = "") -> list[T]:
        """Return what was found, each merge as the commits that it brought."""
        merged = [one.id for one in found if one.merge_commit]
        brought = {id_ for merge in merged for id_ in (self.ancestry.brought(merge, onto) if self.ancestry else ())}
        wanted = brought | {one.id for one in found}
        return [one for one in self.before if one.id in wanted and not one.silent]

    def _means(self, one: T) -> bool:
        """Whether the first line has that of another commit, or what follows its type."""
        if inner := undone_by(self.commit.subject):
            return _same(inner, one.subject)
        said, other = header(self.commit.subject), header(one.subject)
        if said is None or other is None:
            return said is not None and _same(said.description, one.subject)
        described = _same(said.description, other.description) and said.scope.casefold() in ("", other.scope.casefold())
        return (described and other.type != "revert") or _same(said.description, one.subject)


def _belongs(one: Message, pull: str) -> bool:
    number = pull.lstrip("#!")
    if one.merge_commit:
        found = _MERGED.search(one.raw_message)
        return found is not None and found[1] == number
    return one.pull.lstrip("#!") == number


def _same(one: str, other: str) -> bool:
    """Whether two first lines are the same; one may leave out the pull request of the other."""
    (left, pull), (right, others) = without_pull(one.strip(_AROUND)), without_pull(other.strip(_AROUND))
    return left.casefold() == right.casefold() and (pull == others or not pull or not others)
