"""The commits of a release as facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from relinfra.evidence.fact import FileEvidence
from relinfra.evidence.history.log import Log, LoggedCommit, logs
from relinfra.evidence.record import Field
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.history import CommitFacts, CommitRange, History

if TYPE_CHECKING:
    from relinfra.evidence.history.commit import Commit
    from relinfra.evidence.repository import Repository
    from relinfra.release import ReleaseFile

__all__ = ["collect"]

_SOURCES = "history"


def collect(repository: Repository, version: str, file: ReleaseFile | None, recorder: Recorder) -> None:
    """Collect every commit, their order, the ends of each range, and how many commits say nothing to a machine.

    Where it is not known which commits the release has, there are no facts.
    """
    found = tuple(logs(repository, version, file))
    if not found:
        return
    entries = [entry for log in found for entry in log.entries]
    seen = [log.seen for log in found]
    told = _collect_commits(found, file, recorder)
    order = tuple(entry.written.short for entry in told)
    recorder.add(History.order, order, *([entry.evidence for entry in told] or seen))
    unconventional = [entry.evidence for entry in entries if not entry.written.commit]
    recorder.add(History.unconventional, len(unconventional), *(unconventional or seen), how="count")
    for log in found:
        _collect_ends(log, recorder.one(History.sources, log.name) if log.name else recorder)


def _collect_ends(log: Log, recorder: Recorder) -> None:
    for field, mark in ((CommitRange.from_, log.first), (CommitRange.to, log.last)):
        if mark:
            recorder.add(field, mark.name, mark.evidence)


def _collect_commits(found: Sequence[Log], file: ReleaseFile | None, recorder: Recorder) -> list[LoggedCommit]:
    told = dict(_conventional(found))
    for id_, (log, entry, commit) in told.items():
        own = recorder.one(History.commits, id_)
        for field, value in _said(commit):
            words = ", ".join(value) if isinstance(value, tuple) else value
            own.add(field, value, entry.saying(words))
        if file and log.name:
            own.add(CommitFacts.source, log.name, FileEvidence(file.path, file.line(_SOURCES, log.name), log.name))
    return [entry for _, entry, _ in told.values()]


def _conventional(found: Sequence[Log]) -> Iterator[tuple[str, tuple[Log, LoggedCommit, Commit]]]:
    """Return the commits that follow the convention by id: one that two ranges have is told once."""
    for log in found:
        for entry in log.entries:
            commit = entry.written.commit
            if commit:
                yield commit.id, (log, entry, commit)


def _said(commit: Commit) -> Iterator[tuple[Field[Any], str | tuple[str, ...]]]:
    said: dict[Field[Any], str | tuple[str, ...]] = {
        CommitFacts.type: commit.type,
        CommitFacts.scope: commit.scope,
        CommitFacts.description: commit.description,
        CommitFacts.breaking: commit.breaking,
        CommitFacts.ticket: commit.tickets,
        CommitFacts.pull: commit.pull,
    }
    return ((field, value) for field, value in said.items() if value)
