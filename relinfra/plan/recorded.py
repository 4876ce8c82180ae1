"""A set of documents as somebody wrote it down earlier, for comparison."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from relinfra.errors import OutputError
from relinfra.plan.catalogue import LANGUAGES
from relinfra.plan.document_ids import DocumentIds
from relinfra.plan.files import FORMATS
from relinfra.plan.manifest import SCHEMA_VERSION
from relinfra.plan.sets import SETS

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Recorded", "read_ids", "read_recorded", "read_text"]

Statements = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Recorded:
    """A manifest as it was written: facts by id; statements by document and id, with what each rests on."""

    text: str
    set: str
    version: str | None
    language: str
    formats: tuple[str, ...]
    facts: Mapping[str, Mapping[str, object]]
    statements: Statements
    rests_on: Mapping[tuple[str, str], tuple[str, ...]]


def read_recorded(path: Path) -> Recorded:
    """Read a manifest. Raises `OutputError` for anything that is not one."""
    text = read_text(path)
    try:
        return _recorded(text, json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise OutputError(f"{path}: is no manifest this relinfra wrote ({error}); write it again") from error


def read_ids(path: Path) -> DocumentIds:
    """Read the ids given so far; none where there is no file. Raises `OutputError` where it holds anything else."""
    if not path.exists():
        return DocumentIds()
    try:
        return DocumentIds.parse(read_text(path))
    except (ValueError, RecursionError) as error:
        hint = "restore it, since ids are stable only as long as it is kept"
        raise OutputError(f"{path}: holds no ids of documents ({error}); {hint}") from error


def read_text(path: Path) -> str:
    """Read a document as it is. Raises `OutputError`."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise OutputError(f"{path}: not found; write it with `relinfra plan`") from error
    except (OSError, UnicodeDecodeError) as error:
        raise OutputError(f"{path}: cannot be read: {error}") from error


def _recorded(text: str, body: dict[str, Any]) -> Recorded:
    if body["schema_version"] != SCHEMA_VERSION:
        raise ValueError(f"schema {body['schema_version']!r}")
    if body["set"] not in SETS or body["language"] not in LANGUAGES or not set(body["formats"]) <= set(FORMATS):
        raise ValueError(f"{body['set']!r} in {body['language']!r} as {body['formats']!r}")
    if not isinstance(body["version"], str | None):
        raise TypeError("the version is no text")
    told = [
        ((document["name"], one["id"]), one)
        for document in body["documents"]
        for one in (document["title"], *chain(*(section["statements"] for section in document["sections"])))
        if one["id"]
    ]
    return Recorded(
        text=text,
        set=body["set"],
        version=body["version"],
        language=body["language"],
        formats=tuple(body["formats"]),
        facts={fact["id"]: fact for fact in body["facts"]},
        statements={key: one["text"] for key, one in told},
        rests_on={key: tuple(one["facts"]) for key, one in told},
    )
