"""The commits of a release with what proves them, from wherever the release file says they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pydantic import ValidationError

from relinfra.evidence.fact import CommitEvidence, Evidence, FileEvidence
from relinfra.evidence.history.cliff import commits_of
from relinfra.evidence.history.context import Context, Written, parse
from relinfra.evidence.history.git import Git, Revision, open_git
from relinfra.evidence.history.span import span
from relinfra.reading.translate import what_is_wrong

if TYPE_CHECKING:
    from relinfra.evidence.repository import Repository, SourceFile
    from relinfra.release import ReleaseFile

__all__ = ["Log", "LoggedCommit", "Mark", "logs"]

_LARGEST = 50_000_000
_EXCERPT = 120
_ID = re.compile(r'"id"\s*:\s*"([0-9a-f]{7,64})"')


@dataclass(frozen=True, slots=True)
class Mark:
    """An end of a range: a tag or a commit, and what proves that it is one."""

    name: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class LoggedCommit:
    """A commit and what proves it: its first line."""

    written: Written
    evidence: CommitEvidence | FileEvidence

    def saying(self, words: str) -> Evidence:
        """Return the evidence with other words of the same commit."""
        return replace(self.evidence, excerpt=words[:_EXCERPT])


@dataclass(frozen=True, slots=True)
class Log:
    """The commits of one range, the oldest first; `name` is what the release file calls it, empty where it does not.

    `taken_back` are those taken back in it, each with the commit that did so. `seen` proves that the range was looked
    at, even where nothing is in it. `filtered` is whether commits outside the convention may have been left out.
    """

    name: str
    entries: tuple[LoggedCommit, ...]
    taken_back: tuple[tuple[LoggedCommit, LoggedCommit], ...]
    first: Mark | None
    last: Mark | None
    seen: Evidence
    filtered: bool = False


def logs(repository: Repository, version: str, file: ReleaseFile | None) -> Iterator[Log]:
    """Return what `history` of the release file names, or else the commits of the repository itself.

    Nothing where there is no repository, or no tag of the version before. Raises `ReleaseError` where something named
    is not there, `ToolError` where git or git-cliff cannot read.
    """
    if file is None or not file.release.history:
        yield from _own(repository, version, file)
        return
    for name, source in file.release.history.items():
        found = _exported(repository, file, name, source.context) if source.context else None
        yield from [found] if found else _own(repository, version, file, name)


def _own(repository: Repository, version: str, file: ReleaseFile | None, name: str = "") -> Iterator[Log]:
    git = open_git(repository.root)
    if git is None:
        return
    ends = {end: _named(git, file, name, end) for end in ("since", "until")} if file and name else {}
    found = span(git, version, file.release.previous if file else None, **ends)
    if found is None:
        return
    context = Context([]) if found.empty else commits_of(git, found)
    first, last = _mark(git, found.first) if found.first else None, _mark(git, found.last)
    yield Log(name, *_proven(context, _committed), first, last, last.evidence)


def _committed(one: Written) -> LoggedCommit:
    return LoggedCommit(one, CommitEvidence(one.id, one.subject[:_EXCERPT]))


def _proven(
    context: Context, prove: Callable[[Written], LoggedCommit]
) -> tuple[tuple[LoggedCommit, ...], tuple[tuple[LoggedCommit, LoggedCommit], ...]]:
    """Return what stands and what was taken back, each with its proof."""
    return tuple(map(prove, context.commits)), tuple((prove(one), prove(by)) for one, by in context.taken_back)


def _named(git: Git, file: ReleaseFile, name: str, end: str) -> Revision | None:
    said: str | None = getattr(file.release.history[name], end)
    found = git.revision(said) if said else None
    if said and not found:
        hint = "fetch it, or correct the name"
        raise file.refused("history", name, end, expected="a tag or a commit", found=f"`{said}`", hint=hint)
    return found


def _mark(git: Git, revision: Revision) -> Mark:
    return Mark(revision.name, CommitEvidence(revision.commit, git.subject(revision)[:_EXCERPT]))


def _exported(repository: Repository, file: ReleaseFile, name: str, path: str) -> Log:
    where = ("history", name, "context")
    source = repository.read(path, largest=_LARGEST)
    if source is None:
        raise file.refused(*where, expected="a file in the repository", found=f"no readable `{path}`")
    try:
        context = parse(source.text)
    except ValidationError as error:
        expected, hint = "what `git cliff --context` prints", "write it again with git-cliff 2 or newer"
        found = f"`{path}`: {what_is_wrong(error)}"
        raise file.refused(*where, expected=expected, found=found, hint=hint) from error
    return _log(name, source, context)


def _log(name: str, source: SourceFile, context: Context) -> Log:
    lines = _lines(source)

    def listed(one: Written) -> LoggedCommit:
        return LoggedCommit(one, FileEvidence(source.path, lines.get(one.id), one.subject[:_EXCERPT]))

    whole = FileEvidence(source.path, None, "")
    first, last = (_tag(source, tag) for tag in (context.first, context.last))
    return Log(name, *_proven(context, listed), first, last, whole, filtered=not context.unfiltered)


def _tag(source: SourceFile, tag: str) -> Mark | None:
    return Mark(tag, source.evidence(source.find(f'"{tag}"') or 1)) if tag else None


def _lines(source: SourceFile) -> dict[str, int]:
    return {id_: number for number, line in enumerate(source.lines, start=1) for id_ in _ID.findall(line)}
