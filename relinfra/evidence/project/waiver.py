"""Waivers: which rule does not hold, where, why, who answers for it, until when."""

from __future__ import annotations

from relinfra.evidence.facts import Everything
from relinfra.evidence.output import Output
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.project import Project, Waiver

__all__ = ["collect"]


def collect(output: Output, recorder: Recorder) -> None:
    """Collect every waiver, numbered in the order of the matrix."""
    for index, waiver in enumerate(output.declared.waivers, start=1):
        own = recorder.at(Everything.project).one(Project.waivers, f"{index:03}")
        for field in Waiver.fields():
            found = output.declared.waiver_line(waiver, field.word)
            if found is not None and found.value not in ((), ""):
                own.declare(field, found)
