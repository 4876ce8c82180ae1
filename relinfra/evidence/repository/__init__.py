"""The repository as it is checked out: its workflows, its release tooling, its files."""

from relinfra.evidence.repository.source import Repository, SourceFile

__all__ = ["Repository", "SourceFile"]
