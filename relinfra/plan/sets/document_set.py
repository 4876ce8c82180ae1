"""What a set of documents is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from relinfra.evidence import Facts
from relinfra.plan.model import Document
from relinfra.plan.numbers import Numbers

__all__ = ["DocumentSet", "Subject"]


@dataclass(frozen=True)
class Subject:
    """What a set is written about: the facts, the release's version where it has one, and the ids given so far."""

    facts: Facts
    version: str | None
    numbers: Numbers


def _no_records(_: Subject) -> Mapping[str, str]:
    return {}


Write: TypeAlias = Callable[[Subject], tuple[Document, ...]]


@dataclass(frozen=True)
class DocumentSet:
    """Documents that belong together.

    `documents` builds them; `records` are files for programs beside them, by path. `folder` is where they lie below the
    folder that is written to; a set whose folder names the `{version}` is of one release and cannot do without it.
    """

    name: str
    documents: Write
    folder: str = ""
    records: Callable[[Subject], Mapping[str, str]] = _no_records

    @property
    def of_release(self) -> bool:
        """Whether it needs a release with a version."""
        return "{version}" in self.folder
