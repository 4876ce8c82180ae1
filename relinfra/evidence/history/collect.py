"""The commits of a release as facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from relinfra.evidence.fact import FileEvidence
from relinfra.evidence.history.log import Log, LoggedCommit, logs
from relinfra.evidence.record import Field
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.history import (
    Break,
    CommitFacts,
    CommitRange,
    History,
    OtherCommit,
    TakenBack,
    ToldCommit,
)

if TYPE_CHECKING:
    from relinfra.evidence.history.commit import Commit
    from relinfra.evidence.repository import Repository
    from relinfra.release import ReleaseFile

__all__ = ["collect"]

_SOURCES = "history"


def collect(repository: Repository, version: str, file: ReleaseFile | None, recorder: Recorder) -> None:
    """Collect every commit, what was taken back, their order, the ends of each range, and what may be missing.

    Where it is not known which commits the release has, there are no facts.
    """
    found = tuple(logs(repository, version, file))
    if not found:
        return
    back = {one.written.short: (one, by) for log in found for one, by in log.taken_back}
    told = {id_: (log, entry) for id_, (log, entry) in _contained(found).items() if id_ not in back}
    following = {id_: commit for id_, (_, entry) in told.items() if (commit := entry.written.commit)}
    seen = [log.seen for log in found]
    _collect_order(History.order, [told[id_][1] for id_ in following], recorder, seen)
    others = [entry for id_, (_, entry) in told.items() if id_ not in following]
    counted = [entry.evidence for entry in others] or seen
    recorder.add(History.unconventional, len(others), *counted, how="count")
    _collect_order(History.others_order, others, recorder)
    _collect_order(History.taken_back_order, [one for one, _ in back.values()], recorder)
    for id_, (log, entry) in told.items():
        _collect_commit(log, entry, following.get(id_), file, recorder)
    for id_, (one, by) in back.items():
        own = recorder.one(History.taken_back, id_)
        own.add(TakenBack.subject, one.written.subject, one.evidence)
        own.add(TakenBack.by, by.written.short, by.evidence)
    _collect_ranges(found, file, recorder)


def _contained(found: Sequence[Log]) -> dict[str, tuple[Log, LoggedCommit]]:
    """Return the commits by id: one that two ranges have is told once."""
    told: dict[str, tuple[Log, LoggedCommit]] = {}
    for log in found:
        for entry in log.entries:
            told.setdefault(entry.written.short, (log, entry))
    return told


def _collect_order(
    field: Field[tuple[str, ...]], entries: Sequence[LoggedCommit], recorder: Recorder, seen: Sequence[Any] = ()
) -> None:
    """Collect the ids in their order: that there are none is a fact where the ranges prove it."""
    if entries or seen:
        recorder.add(field, tuple(one.written.short for one in entries), *([one.evidence for one in entries] or seen))


def _collect_commit(
    log: Log, entry: LoggedCommit, commit: Commit | None, file: ReleaseFile | None, recorder: Recorder
) -> None:
    own = recorder.one(History.commits if commit else History.others, entry.written.short)
    if commit:
        for field, value in _said(commit):
            own.add(field, value, entry.saying(", ".join(value) if isinstance(value, tuple) else value))
    else:
        own.add(OtherCommit.subject, entry.written.subject, entry.evidence)
    for number, how in enumerate(commit.breaking if commit else entry.written.breaks, start=1):
        own.one(ToldCommit.breaking, str(number)).add(Break.how, how, entry.saying(how))
    if file and log.name:
        own.add(ToldCommit.source, log.name, FileEvidence(file.path, file.line(_SOURCES, log.name), log.name))


def _collect_ranges(found: Sequence[Log], file: ReleaseFile | None, recorder: Recorder) -> None:
    for log in found:
        own = recorder.one(History.sources, log.name) if log.name else recorder
        for field, mark in ((CommitRange.from_, log.first), (CommitRange.to, log.last)):
            if mark:
                own.add(field, mark.name, mark.evidence)
    filtered = [log for log in found if log.filtered]
    if filtered:
        recorder.add(History.filtered, tuple(log.name for log in filtered), *(log.seen for log in filtered))


def _said(commit: Commit) -> Iterator[tuple[Field[Any], str | tuple[str, ...]]]:
    said: dict[Field[Any], str | tuple[str, ...]] = {
        CommitFacts.type: commit.type,
        CommitFacts.scope: commit.scope,
        CommitFacts.description: commit.description,
        CommitFacts.ticket: commit.tickets,
        CommitFacts.pull: commit.pull,
        CommitFacts.withdrawn: commit.withdrawn,
    }
    return ((field, value) for field, value in said.items() if value)
