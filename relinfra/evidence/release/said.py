"""Every value of a release file as a fact, at the path it has in the file."""

from __future__ import annotations

from relinfra.evidence.fact import FileEvidence
from relinfra.evidence.sheet import Sheet
from relinfra.release import ReleaseFile, said

__all__ = ["collect"]

_EXCERPT = 120


def collect(file: ReleaseFile, sheet: Sheet) -> None:
    """Collect every value that is written in the file; what it leaves out is no fact."""
    for one in said(file):
        sheet.add(one.path, one.value, FileEvidence(file.path, one.line, one.text[:_EXCERPT]), unit=one.unit)
