"""Compose: what runs a stage on a developer's machine, as the Compose file of the repository says."""

from __future__ import annotations

from relinfra.evidence.record import Record, parts, text, texts

__all__ = ["Compose", "Container"]


class Container(Record):
    """A container; `kind` is what it is for (`service`, `migration`, `database`, …) where relinfra wrote it."""

    name = text()
    kind = text()
    image = text()
    build = text()
    port = text()
    awaits = texts()
    buckets = texts()


class Compose(Record):
    """The Compose file of a stage, and the variables that `.env` has to give it."""

    file = text()
    asked = texts()
    unnamed = texts()
    """Variables that it asks for and `.env.example` does not name."""
    containers = parts(Container, "container")
