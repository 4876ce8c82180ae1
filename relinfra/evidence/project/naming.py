"""The project's name, repository and promotion order, in which a release passes its environments."""

from __future__ import annotations

from relinfra.evidence.facts import Everything
from relinfra.evidence.output import Output
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.project import Project

__all__ = ["collect"]


def collect(output: Output, recorder: Recorder) -> None:
    """Collect what is declared once for all stages."""
    own = recorder.at(Everything.project)
    own.declare(Project.name, output.declared.project("project"))
    own.declare(Project.repository_name, output.declared.project("repository"))
    own.declare(Project.promotion, output.declared.project("promotion"))
    own.declare(Project.live, output.declared.project("live"))
    own.declare(Project.matrix_digest, output.declared.digest)
