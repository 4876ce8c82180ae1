"""Every value of a release file as a fact, at the path it has in the file."""

from __future__ import annotations

from typing import Any

from relinfra.evidence.fact import FileEvidence
from relinfra.evidence.record import Field, Part, Parts, Record
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.release_file import Release
from relinfra.release import ReleaseFile, statements

__all__ = ["collect"]

_EXCERPT = 120


def collect(file: ReleaseFile, recorder: Recorder) -> None:
    """Collect every value that is written in the file; what it leaves out is no fact."""
    for one in statements(file):
        evidence = FileEvidence(file.path, one.line, one.text[:_EXCERPT])
        owner, field = _placed(recorder, Release, one.path.split("."))
        owner.add(field, one.value, evidence, unit=one.unit)


def _placed(recorder: Recorder, record: type[Record], path: list[str]) -> tuple[Recorder, Field[Any]]:
    """Return the field at a path of the file, and the recorder of the record that has it."""
    member = next(one for one in vars(record).values() if getattr(one, "word", None) == path[0])
    match member:
        case Part(kinds=(kind,)):
            return _placed(recorder.at(member), kind, path[1:])
        case Parts(kinds=(kind,)):
            return _placed(recorder.one(member, path[1]), kind, path[2:])
        case _:
            assert isinstance(member, Field)
            return recorder, member
