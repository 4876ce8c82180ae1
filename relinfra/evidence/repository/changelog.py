"""The changelog, entry by entry: which versions it tells of, and whether it says anything of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.project import ChangelogEntry, RepositoryFacts
from relinfra.evidence.repository.source import Repository, SourceFile

__all__ = ["collect"]

_FILE = "CHANGELOG.md"
_HEADING = re.compile(r"#{1,6}\s+(?P<title>.+)")
_UNDERLINE = re.compile(r"(?:=+|-+)\s*")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_VERSION = re.compile(r"(?<![\w.])v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)(?![\w.])")


def collect(repository: Repository, recorder: Recorder) -> None:
    """Collect the changelog, and each entry whose heading names a version."""
    file = repository.read(_FILE)
    if file is None:
        return
    recorder.add(RepositoryFacts.changelog, file.path, file.evidence(1))
    seen = set[str]()
    for version, line, said in _entries(file):
        if version not in seen:
            seen.add(version)
            own = recorder.one(RepositoryFacts.changelog_entries, re.sub(r"\W+", "-", version))
            own.add(ChangelogEntry.version, version, file.evidence(line))
            own.add(ChangelogEntry.lines, said, file.evidence(line), how="count")


def _entries(file: SourceFile) -> Iterator[tuple[str, int, int]]:
    """Yield the version, the line and the number of lines beneath of each entry."""
    version, start, said = "", 0, 0
    for number, text, title in _lines(file.text):
        found = _VERSION.search(title) if title else None
        if found:
            if version:
                yield version, start, said
            version, start, said = found[1], number, 0
        elif not title and text.strip():
            said += 1
    if version:
        yield version, start, said


def _lines(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield each line with its number, and its title where it is a heading; what is a comment says nothing."""
    lines = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text).splitlines()
    fenced = False
    for number, line in enumerate(lines, start=1):
        fenced ^= bool(_FENCE.match(line))
        heading = None if fenced else _HEADING.match(line)
        below = lines[number] if number < len(lines) else ""
        underlined = not fenced and bool(line.strip()) and bool(_UNDERLINE.fullmatch(below))
        rule = not fenced and bool(line.strip()) and bool(_UNDERLINE.fullmatch(line))
        yield number, "" if rule else line, heading["title"] if heading else line if underlined and not rule else ""
