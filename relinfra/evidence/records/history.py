"""The commits of a release."""

from __future__ import annotations

from relinfra.evidence.record import Record, figure, parts, text, texts

__all__ = ["CommitFacts", "CommitRange", "History"]


class CommitFacts(Record):
    """A commit that follows Conventional Commits."""

    type = text()
    scope = text()
    description = text()
    breaking = text()
    ticket = texts()
    pull = text()
    source = text()


class CommitRange(Record):
    """The ends of a range of commits."""

    from_ = text("from")
    to = text()


class History(CommitRange):
    """The commits of a release, in the repository itself or in those that the release file names."""

    order = texts()
    unconventional = figure()
    commits = parts(CommitFacts, "commit")
    sources = parts(CommitRange, "source")
