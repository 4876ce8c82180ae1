"""Releases that are over: their documents lie in `releases/VERSION/` with the facts that proved them, for good.

They are no longer compared with stacks, which go on changing, but with what was frozen when the release was closed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from relinfra.errors import OutputError
from relinfra.json_file import described, parse_json, wrong_part
from relinfra.plan.difference import Difference, Kind, shown
from relinfra.plan.recorded import Recorded, RecordedFact, parse_recorded, read_text
from relinfra.real_path import name_inside
from relinfra.release import CLOSED, FROZEN_FACTS, Version, closed_folder

__all__ = ["ClosedRelease", "closed_text"]

_FORMAT = 1


def closed_text(version: Version, texts: Mapping[str, str]) -> str:
    """Return the list of what is frozen, with digests."""
    digests = {name: _digest(text) for name, text in sorted(texts.items())}
    return json.dumps({"format": _FORMAT, "version": version, "files": digests}, indent=2, ensure_ascii=False) + "\n"


@dataclass(frozen=True)
class ClosedRelease:
    """The folder of a release that is over."""

    repository: Path
    version: Version

    @property
    def differences(self) -> Iterator[Difference]:
        """Every file that is not as it was frozen, and what its documents say without a frozen fact."""
        if not self._has(CLOSED):
            yield self._of("gone", CLOSED)
            return
        for name, frozen in self.digests.items():
            if not (self.folder / name).is_file():
                yield self._of("gone", name)
            elif _digest(read_text(self.folder / name)) != frozen:
                yield self._of("edited", name)
            elif (
                self._has(FROZEN_FACTS)
                and name.endswith(".json")
                and (recorded := parse_recorded(read_text(self.folder / name)))
            ):
                yield from self._unproven(name, recorded)
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            if path.is_file() and name not in self.digests and name != CLOSED:
                yield self._of("unlisted", name)

    def differences_of_copy(self, documents: Path, paths: Iterator[str]) -> Iterator[Difference]:
        """Tell of files elsewhere that are about this release, and are not what was frozen."""
        for path in paths if self._has(CLOSED) else ():
            if (documents / path).is_file() and _digest(read_text(documents / path)) != self.digests.get(path):
                yield Difference("edited", path, None, "", "", "", "")

    def _unproven(self, name: str, recorded: Recorded) -> Iterator[Difference]:
        """Hold a manifest against the frozen facts: each of its facts, and what each statement rests on."""
        for id_, fact in recorded.facts.items():
            if fact != self.facts.get(id_):
                values = shown(fact, self.facts.get(id_))
                yield Difference("changed", self._path(name), None, recorded.users.get(id_, ""), id_, *values)
        for (_, id_), facts in recorded.rests_on.items():
            if unknown := sorted(set(facts) - self.facts.keys()):
                yield Difference("extra", self._path(name), None, id_, "", ", ".join(unknown), "")

    def _has(self, name: str) -> bool:
        return (self.folder / name).is_file()

    def _of(self, kind: Kind, name: str) -> Difference:
        return Difference(kind, self._path(name), None, "", "", "", "")

    def _path(self, name: str) -> str:
        return f"{self.folder.relative_to(self.repository).as_posix()}/{name}"

    @property
    def folder(self) -> Path:
        """The folder of everything that is frozen."""
        return closed_folder(self.repository, self.version)

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """The digest of every frozen file. Raises `OutputError`."""
        with self._telling(CLOSED) as body:
            return {name_inside(name): str(value) for name, value in body["files"].items()}

    @cached_property
    def facts(self) -> Mapping[str, RecordedFact]:
        """The frozen facts by id. Raises `OutputError`."""
        with self._telling(FROZEN_FACTS) as body:
            return {fact["id"]: fact for fact in body["facts"]}

    @contextmanager
    def _telling(self, name: str) -> Iterator[dict[str, Any]]:
        """Give what a file says, and tell what is wrong with its parts as an `OutputError`."""
        path, hint = self.folder / name, "restore it from the history of the repository"
        body = parse_json(read_text(path), path, hint)
        try:
            if body["format"] != _FORMAT:
                raise ValueError(f"format {described(body['format'])}")
            yield body
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            said = f"is not what `relinfra release close` wrote ({wrong_part(error)})"
            raise OutputError(f"{path}: {said}; {hint}") from error


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
