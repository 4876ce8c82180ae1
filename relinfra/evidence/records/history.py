"""The commits of a release."""

from __future__ import annotations

from relinfra.evidence.record import Record, figure, parts, text, texts

__all__ = ["Break", "CommitFacts", "CommitRange", "History", "OtherCommit", "TakenBack", "ToldCommit"]


class Break(Record):
    """One way in which a commit breaks what others rely on."""

    how = text()


class ToldCommit(Record):
    """A commit that a release contains."""

    breaking = parts(Break)
    source = text()


class CommitFacts(ToldCommit):
    """A commit that follows Conventional Commits; `withdrawn` is what users had that it takes from them."""

    type = text()
    scope = text()
    description = text()
    ticket = texts()
    pull = text()
    withdrawn = text()


class OtherCommit(ToldCommit):
    """A commit that does not follow Conventional Commits."""

    subject = text()


class TakenBack(Record):
    """A commit that a later one of the release takes back, `by` that one."""

    subject = text()
    by = text()


class CommitRange(Record):
    """The ends of a range of commits."""

    from_ = text("from")
    to = text()


class History(CommitRange):
    """The commits of a release, in the repository itself or in those that the release file names.

    `filtered` are the sources that may lack commits outside the convention: not one is in what was exported.
    """

    order = texts()
    unconventional = figure()
    filtered = texts()
    commits = parts(CommitFacts, "commit")
    others = parts(OtherCommit, "other")
    others_order = texts()
    taken_back = parts(TakenBack)
    taken_back_order = texts()
    sources = parts(CommitRange, "source")
