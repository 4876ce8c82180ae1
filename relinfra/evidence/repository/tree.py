"""The files of the repository that a reader of the plan will open."""

from __future__ import annotations

import re

from relinfra.evidence.fact import FileEvidence
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.project import Files, Project, RepositoryFacts
from relinfra.evidence.repository.source import Repository
from relinfra.layout import APP_FILE, EXAMPLE_FILE

__all__ = ["collect"]

_PROGRAM = re.compile(r'"app"\s*:\s*"python3?\s+([\w./-]+\.py)')
_USUAL = "main.py"


def collect(repository: Repository, matrix: str, recorder: Recorder) -> None:
    """Collect which of the known files exist."""
    own = recorder.at(Project.repository).at(RepositoryFacts.file)
    files = {
        Files.matrix: matrix,
        Files.program: _program(repository),
        Files.program_config: APP_FILE,
        Files.example_config: EXAMPLE_FILE,
    }
    for field, path in files.items():
        file = repository.read(path) if path else None
        if file:
            own.add(field, path, FileEvidence(file.path, None, ""))


def _program(repository: Repository) -> str:
    """Return the file of the CDKTF app, as `cdktf.json` names it."""
    app = repository.read(APP_FILE)
    found = _PROGRAM.search(app.text) if app else None
    return found[1] if found else _USUAL
