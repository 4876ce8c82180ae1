"""Rehearsals: the logs of runbooks that the repository keeps, each with how long it took and how it ended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from math import ceil
from typing import NamedTuple

from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.project import Rehearsal, RepositoryFacts
from relinfra.evidence.repository.source import Repository, SourceFile

__all__ = ["collect"]

_FOLDER = "rehearsals"
_LINE = re.compile(r"(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\t(?P<word>[a-z_]+)\t(?P<text>.*)")
_BEHIND = re.compile(r"SECONDS_BEHIND=(\d+(?:\.\d+)?)")


class _Event(NamedTuple):
    number: int
    time: datetime
    word: str
    text: str


def collect(repository: Repository, recorder: Recorder) -> None:
    """Collect each log that begins with a runbook and has come to an end; what else lies there says nothing."""
    for file in repository.each(_FOLDER, ".log"):
        events = list(_events(file))
        first, last = (events[0], events[-1]) if events else (None, None)
        if first and last and first.word == "runbook" and last.word in {"ended", "failed"}:
            key = re.sub(r"\W+", "-", file.path.rpartition("/")[2].removesuffix(".log"))
            _rehearsal(file, events, recorder.one(RepositoryFacts.rehearsals, key))


def _events(file: SourceFile) -> Iterator[_Event]:
    """Yield the events; between them stands what commands had to say."""
    for number, line in enumerate(file.lines, start=1):
        found = _LINE.fullmatch(line)
        time = _time(found["time"]) if found else None
        if found and time:
            yield _Event(number, time, found["word"], found["text"])


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _rehearsal(file: SourceFile, events: list[_Event], own: Recorder) -> None:
    first, last = events[0], events[-1]
    begun, ended = file.evidence(first.number), file.evidence(last.number)
    own.add(Rehearsal.runbook, first.text, begun)
    own.add(Rehearsal.day, first.time.date().isoformat(), begun)
    if last.word == "failed":
        own.add(Rehearsal.failed, last.text, ended)
        return
    minutes = max(1, ceil((last.time - first.time).total_seconds() / 60))
    own.add(Rehearsal.minutes, minutes, begun, ended, how="minutes_between")
    behind = [(one, found) for one in events if one.word == "learnt" and (found := _BEHIND.fullmatch(one.text))]
    if behind:
        worst, found = max(behind, key=lambda pair: float(pair[1][1]))
        own.add(Rehearsal.seconds_behind, ceil(float(found[1])), file.evidence(worst.number))
