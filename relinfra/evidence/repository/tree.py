"""The files of the repository that a reader of the plan will open."""

from __future__ import annotations

from relinfra.evidence.repository.source import Repository
from relinfra.evidence.sheet import Sheet

__all__ = ["collect"]

_FILES = (("program", "main.py"), ("program_config", "cdktf.json"), ("example_config", ".env.example"))


def collect(repository: Repository, matrix: str, sheet: Sheet) -> None:
    """Collect which of the known files exist."""
    for name, path in (("matrix", matrix), *_FILES):
        file = repository.read(path) if path else None
        if file:
            sheet.at("repository.file").add(name, path, file.evidence(1))
