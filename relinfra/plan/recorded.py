"""A set of documents as its manifest tells it: written down earlier, or as it would be today."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from relinfra.errors import OutputError
from relinfra.json_file import decoded, described, parse_json, wrong_part
from relinfra.plan.catalogue import LANGUAGES
from relinfra.plan.changes import COMPARED
from relinfra.plan.files import FORMATS
from relinfra.plan.manifest import SCHEMA_VERSION, as_text, manifest
from relinfra.plan.sets import SETS
from relinfra.regular_file import readable

if TYPE_CHECKING:
    from pathlib import Path

    from relinfra.plan.model import Plan

__all__ = ["Key", "Recorded", "RecordedFact", "parse_recorded", "read_recorded", "read_text"]

Key = tuple[str, str]
"""A document and the id of a statement in it."""

RecordedFact = Mapping[str, Any]
"""A fact as a manifest holds it."""

_ADDRESS = ("kind", "stack", "address", "attribute", "value", "file", "commit")


@dataclass(frozen=True)
class Recorded:
    """A manifest as it was written: facts by id; statements by document and id, with what each rests on."""

    text: str
    set: str
    version: str | None
    language: str
    formats: tuple[str, ...]
    compared: bool
    facts: Mapping[str, RecordedFact]
    statements: Mapping[Key, str]
    rests_on: Mapping[Key, tuple[str, ...]]

    @classmethod
    def of(cls, plan: Plan, language: str, formats: tuple[str, ...]) -> Recorded:
        """Return what the manifest of a plan would say."""
        body: Any = manifest(plan, language, formats)
        return _recorded(as_text(body), body)

    @cached_property
    def users(self) -> Mapping[str, str]:
        """The first statement that rests on each fact."""
        found: dict[str, str] = {}
        for (_, id_), facts in self.rests_on.items():
            for fact in facts:
                found.setdefault(fact, id_)
        return found

    @cached_property
    def meanings(self) -> Mapping[str, str]:
        """Of each fact what `verify` compares: its value, its unit, and where its evidence stands.

        Not the number of a line nor what else is on it: those move when somebody adds a comment.
        """
        return {id_: _meaning(fact) for id_, fact in self.facts.items()}


def read_recorded(path: Path) -> Recorded:
    """Read a manifest. Raises `OutputError` for anything that is not one."""
    text = read_text(path)
    hint = "move it away, and write the documents again"
    body = parse_json(text, path, hint)
    try:
        return _recorded(text, body)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise OutputError(f"{path}: is no manifest this relinfra wrote ({wrong_part(error)}); {hint}") from error


def parse_recorded(text: str) -> Recorded | None:
    """Return what a text says as a manifest, None where it is none."""
    try:
        return _recorded(text, json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def read_text(path: Path) -> str:
    """Read a document as it is. Raises `OutputError`."""
    try:
        return decoded(readable(path).read_bytes(), path, "write it again with `relinfra plan`")
    except FileNotFoundError as error:
        raise OutputError(f"{path}: not found; write it with `relinfra plan`") from error
    except OSError as error:
        raise OutputError(f"{path}: cannot be read: {error.strerror or error}") from error


def _recorded(text: str, body: dict[str, Any]) -> Recorded:
    if body["schema_version"] != SCHEMA_VERSION:
        raise ValueError(f"schema {described(body['schema_version'])}")
    if body["set"] not in SETS or body["language"] not in LANGUAGES or not set(body["formats"]) <= set(FORMATS):
        chosen = (described(body[name]) for name in ("set", "language", "formats"))
        raise ValueError("set {}, language {}, formats {}".format(*chosen))
    if not isinstance(body["version"], str | None):
        raise TypeError("the version is no text")
    told = [
        ((document["name"], one["id"]), one)
        for document in body["documents"]
        for one in (document["title"], *chain(*(section["statements"] for section in document["sections"])))
        if one["id"]
    ]
    facts = {fact["id"]: fact for fact in body["facts"]}
    for fact in facts.values():
        if not {"value", "unit"} <= fact.keys() or not all(isinstance(one, dict) for one in fact["evidence"]):
            raise TypeError(f"{fact['id']} is no fact")
    return Recorded(
        text=text,
        set=body["set"],
        version=body["version"],
        language=body["language"],
        formats=tuple(body["formats"]),
        compared=bool(body.get("compared", COMPARED in facts)),
        facts=facts,
        statements={key: one["text"] for key, one in told},
        rests_on={key: tuple(one["facts"]) for key, one in told},
    )


def _meaning(fact: RecordedFact) -> str:
    addresses = [[evidence.get(key) for key in _ADDRESS] for evidence in fact["evidence"]]
    return json.dumps([fact["value"], fact["unit"], addresses])
