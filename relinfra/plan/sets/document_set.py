"""A set of documents, and the edition of it that is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from relinfra.evidence import Facts
from relinfra.plan.document_ids import DocumentIds
from relinfra.plan.model import Document, Section

__all__ = ["DocumentSet", "Edition", "numbered"]


@dataclass(frozen=True)
class Edition:
    """The input of one edition of a set: the facts, the release's version where it has one, the ids given so far."""

    facts: Facts
    version: str | None
    ids: DocumentIds


def _no_records(_: Edition) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class DocumentSet:
    """Documents that belong together.

    `documents` builds them; `records` are files for programs beside them, by path. `folder` is where they lie below the
    folder that is written to; a set whose folder names the `{version}` is of one release and cannot do without it.
    `order` is its place among the sets.
    """

    name: str
    order: int
    documents: Callable[[Edition], tuple[Document, ...]]
    folder: str = ""
    records: Callable[[Edition], Mapping[str, str]] = _no_records

    @property
    def of_release(self) -> bool:
        """Whether it needs a release with a version."""
        return "{version}" in self.folder


def numbered(sections: Iterable[Section], first: int = 1) -> tuple[Section, ...]:
    """Return the sections of a document, each with the number of its place."""
    return tuple(replace(section, number=number) for number, section in enumerate(sections, start=first))
