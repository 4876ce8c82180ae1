"""The content of a release as its commits tell it: features, fixes, improvements and what breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from relinfra.evidence import Repository
from relinfra.evidence.history.git import open_git
from relinfra.evidence.history.log import logs
from relinfra.visible import visible

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from relinfra.evidence.history.context import Written

__all__ = ["Content", "Entry", "SectionName", "content_of"]

SectionName = Literal["features", "fixes", "improvements", "breaking_changes"]

_SECTIONS: Mapping[str, SectionName] = {"feat": "features", "fix": "fixes", "perf": "improvements"}
_LONGEST_LINE, _LONGEST_KEY = 500, 60


@dataclass(frozen=True, slots=True)
class Entry:
    """A part of a release that a commit brought: what it is, who made it, and where it is tracked."""

    key: str
    title: str
    owner: str
    ticket: str


@dataclass(frozen=True)
class Content:
    """The entries by section, in the order of the commits, after those of the version `previous`.

    `others` are the subjects of commits that follow no convention, which only people can place; `known` is whether
    it is known which commits the release has.
    """

    previous: str = ""
    entries: Mapping[SectionName, tuple[Entry, ...]] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    known: bool = False


def content_of(folder: Path, version: str) -> Content:
    """Return what the commits since the tag of the version before say. Raises `ToolError` where git cannot be read."""
    git, log = open_git(folder), next(logs(Repository(folder), version, None), None)
    if git is None or log is None:
        return Content()
    written = [entry.written for entry in log.entries]
    authors = git.authors(one.id for one in written)
    return Content(
        log.first.name.removeprefix("v") if log.first else "",
        {section: _keyed(_told(section, written, authors)) for section in (*_SECTIONS.values(), "breaking_changes")},
        tuple(visible(one.subject) for one in written if one.commit is None),
        known=True,
    )


def _told(
    section: SectionName, written: Iterable[Written], authors: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Yield title, author and ticket of everything that belongs into a section."""
    for one in written:
        commit = one.commit
        breaks = commit.breaking if commit else one.breaks
        named = (commit.description,) if commit and _SECTIONS.get(commit.type) == section else ()
        ticket = next(iter(commit.tickets), commit.pull) if commit else one.pull
        for title in breaks if section == "breaking_changes" else named:
            yield title, authors.get(one.id, ""), ticket


def _keyed(told: Iterable[tuple[str, str, str]]) -> tuple[Entry, ...]:
    """Return the entries with keys that differ; what commits say alike is one."""
    found: dict[str, Entry] = {}
    for title, owner, ticket in dict.fromkeys(told):
        key = next(key for key in _keys(title) if key not in found)
        found[key] = Entry(key, visible(title)[:_LONGEST_LINE], visible(owner)[:_LONGEST_LINE], ticket)
    return tuple({(entry.title, entry.ticket): entry for entry in reversed(found.values())}.values())[::-1]


def _keys(title: str) -> Iterator[str]:
    """Yield names made of the first words of a title, the second and later ones numbered."""
    words = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")
    begun = re.sub(r"^[^a-z]+", "", words)[: _LONGEST_KEY - 5].rstrip("_") or "change"
    yield begun
    number = 2
    while True:
        yield f"{begun}_{number}"
        number += 1
