"""Paths of a set's files, and the manifests that a folder holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from relinfra.plan.catalogue import LANGUAGES
from relinfra.plan.sets import SETS

__all__ = ["FORMATS", "FORMER_IDS", "document", "folder", "manifest", "page", "written_manifests"]

FORMATS = ("md", "html", "json")
"""What documents are written as; the manifest, which is the JSON, is always written, since it is what is verified."""

FORMER_IDS = "document-ids.json"
"""What the version before called the file of ids in the folder of the documents; it lies in `releases/` today."""

_FIRST = "en"


def folder(name: str, version: str | None) -> PurePosixPath:
    """Return the folder of a set."""
    return PurePosixPath(SETS[name].folder.format(version=version))


def document(name: str, version: str | None, title: str, language: str) -> PurePosixPath:
    """Return the path of one document as Markdown."""
    return folder(name, version) / f"{title}{_suffix(language)}.md"


def manifest(name: str, version: str | None, language: str) -> PurePosixPath:
    """Return the path of a set's manifest."""
    return folder(name, version) / f"{name}{_suffix(language)}.json"


def page(name: str, version: str | None, language: str) -> PurePosixPath:
    """Return the path of a set's page."""
    return folder(name, version) / f"{name}{_suffix(language)}.html"


def written_manifests(documents: Path) -> Iterator[Path]:
    """Return the manifests found below a folder: set by set, release by release, language by language."""
    for name in SETS:
        for language in LANGUAGES:
            pattern = str(manifest(name, "*", language))
            yield from sorted(documents.glob(pattern))


def _suffix(language: str) -> str:
    return "" if language == _FIRST else f".{language}"
