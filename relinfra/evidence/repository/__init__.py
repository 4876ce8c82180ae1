"""What the repository itself says: its workflows, its release tooling, its files."""

from relinfra.evidence.repository.source import Repository, SourceFile

__all__ = ["Repository", "SourceFile"]
