"""The files of the repository that a reader of the plan will open."""

from __future__ import annotations

from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.project import Files, Project, RepositoryFacts
from relinfra.evidence.repository.source import Repository
from relinfra.layout import APP_FILE, EXAMPLE_FILE

__all__ = ["collect"]

_FILES = {Files.program: "main.py", Files.program_config: APP_FILE, Files.example_config: EXAMPLE_FILE}


def collect(repository: Repository, matrix: str, recorder: Recorder) -> None:
    """Collect which of the known files exist."""
    own = recorder.at(Project.repository).at(RepositoryFacts.file)
    for field, path in {Files.matrix: matrix, **_FILES}.items():
        file = repository.read(path) if path else None
        if file:
            own.add(field, path, file.evidence(1))
