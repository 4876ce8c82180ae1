"""A plan as somebody wrote it down earlier, for comparison."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relinfra.errors import OutputError
from relinfra.plan.manifest import SCHEMA_VERSION

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Recorded", "read_recorded", "read_text"]


@dataclass(frozen=True)
class Recorded:
    """What a `release-plan.json` says: facts and statements by id, and what each statement rests on."""

    text: str
    version: str | None
    language: str
    facts: Mapping[str, Mapping[str, object]]
    statements: Mapping[str, str]
    rests_on: Mapping[str, tuple[str, ...]]


def read_recorded(path: Path) -> Recorded:
    """Read `release-plan.json`. Raises `OutputError` for anything that is not one."""
    text = read_text(path)
    try:
        return _recorded(text, json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise OutputError(f"{path}: is not a release plan this relinfra wrote ({error}); write it again") from error


def read_text(path: Path) -> str:
    """Read a document as it is. Raises `OutputError`."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise OutputError(f"{path}: not found; write it with `relinfra plan`") from error
    except (OSError, UnicodeDecodeError) as error:
        raise OutputError(f"{path}: cannot be read: {error}") from error


def _recorded(text: str, body: dict[str, Any]) -> Recorded:
    if body["schema_version"] != SCHEMA_VERSION or body["language"] != "en":
        raise ValueError(f"schema {body['schema_version']!r} in {body['language']!r}")
    if not isinstance(body["version"], str | None):
        raise TypeError("the version is no text")
    statements = [one for section in body["sections"] for one in section["statements"]]
    return Recorded(
        text=text,
        version=body["version"],
        language=body["language"],
        facts={fact["id"]: fact for fact in body["facts"]},
        statements={one["id"]: one["text"] for one in statements},
        rests_on={one["id"]: tuple(one["facts"]) for one in statements},
    )
