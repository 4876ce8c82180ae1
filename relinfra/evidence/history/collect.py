"""The commits of a release as facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from relinfra.evidence.fact import FileEvidence
from relinfra.evidence.history.log import Entry, Log, logs
from relinfra.evidence.sheet import Sheet

if TYPE_CHECKING:
    from relinfra.evidence.history.commit import Commit
    from relinfra.evidence.repository import Repository
    from relinfra.release import ReleaseFile

__all__ = ["collect"]

_SOURCES = "history"


def collect(repository: Repository, version: str, file: ReleaseFile | None, sheet: Sheet) -> None:
    """Collect every commit, their order, the ends of each range, and how many commits say nothing to a machine.

    Where it is not known which commits the release has, there are no facts.
    """
    found = tuple(logs(repository, version, file))
    if not found:
        return
    entries = [entry for log in found for entry in log.entries]
    seen = [log.seen for log in found]
    told = _collect_commits(found, file, sheet)
    order = tuple(entry.written.short for entry in told)
    sheet.add("order", order, *([entry.evidence for entry in told] or seen))
    unconventional = [entry.evidence for entry in entries if not entry.written.commit]
    sheet.add("unconventional", len(unconventional), *(unconventional or seen), how="count")
    for log in found:
        _collect_ends(log, sheet.at(f"source.{log.name}") if log.name else sheet)


def _collect_ends(log: Log, sheet: Sheet) -> None:
    for name, mark in (("from", log.first), ("to", log.last)):
        if mark:
            sheet.add(name, mark.name, mark.evidence)


def _collect_commits(found: Sequence[Log], file: ReleaseFile | None, sheet: Sheet) -> list[Entry]:
    told = dict(_conventional(found))
    for id_, (log, entry, commit) in told.items():
        own = sheet.at(f"commit.{id_}")
        for name, value in _said(commit):
            words = ", ".join(value) if isinstance(value, tuple) else value
            own.add(name, value, entry.saying(words))
        if file and log.name:
            own.add("source", log.name, FileEvidence(file.path, file.line(_SOURCES, log.name), log.name))
    return [entry for _, entry, _ in told.values()]


def _conventional(found: Sequence[Log]) -> Iterator[tuple[str, tuple[Log, Entry, Commit]]]:
    """Return the commits that follow the convention by id: one that two ranges have is told once."""
    for log in found:
        for entry in log.entries:
            commit = entry.written.commit
            if commit:
                yield commit.id, (log, entry, commit)


def _said(commit: Commit) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    said: dict[str, str | tuple[str, ...]] = {
        "type": commit.type,
        "scope": commit.scope,
        "description": commit.description,
        "breaking": commit.breaking,
        "ticket": commit.tickets,
        "pull": commit.pull,
    }
    return ((name, value) for name, value in said.items() if value)
