"""Facts that a repository states, whatever its stacks are."""

from __future__ import annotations

from relinfra.evidence.declared import Declarations
from relinfra.evidence.facts import Everything, Facts
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.repository import versioning, workflow
from relinfra.evidence.repository.source import Repository

__all__ = ["collect_repository"]


def collect_repository(repository: Repository) -> Facts:
    """Return what the workflows and the release tooling of a repository say, without any stack."""
    recorder = Recorder([], Declarations({}), (Everything,))
    project = recorder.at(Everything.project)
    workflow.collect(repository, project)
    versioning.collect(repository, project)
    return Facts(recorder.facts)
