"""The first text of a release file: what history and matrix know, and marks for what only people know."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, get_args

from relinfra.domain.names import terraform_name
from relinfra.errors import UsageError
from relinfra.reading.choices import Choices
from relinfra.release import FOLDER, Release, Role, Version, closed_releases, parse_release, release_files
from relinfra.release.models.content import BreakingChange, DatabaseChange, Feature, Fix, Improvement
from relinfra.release.models.people import Person
from relinfra.starter.release_content import Content, Entry, SectionName, content_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from relinfra.matrix import Matrix
    from relinfra.reading.model import Model

__all__ = ["release_text"]

_SCHEMA = "# yaml-language-server: $schema=release.schema.json"
_KINDS: Mapping[SectionName, type[Model]] = {
    "features": Feature,
    "fixes": Fix,
    "improvements": Improvement,
    "breaking_changes": BreakingChange,
}
_WRITTEN = frozenset({"version", "previous", "status", "planning_started", *_KINDS, "people", "database_changes"})
_TOLD = frozenset({"title", "owner", "ticket"})


def release_text(matrix: Matrix, folder: Path, version: str, today: date) -> str:
    """Return the text of `releases/VERSION.yaml`, which is valid as it is; `folder` is that of the matrix.

    Raises `UsageError` where the release has a file or is closed, `ToolError` where its commits cannot be read.
    """
    wanted = Version(version)
    path = folder / FOLDER / f"{wanted}.yaml"
    if path.exists() or path.is_symlink():
        raise UsageError(f"{path}: exists already; nothing was written")
    if wanted in closed_releases(folder):
        raise UsageError(f"release {wanted}: is closed; its documents are final")
    content = content_of(folder, wanted)
    text = "\n".join((*_lines(matrix, folder, wanted, content, today), ""))
    parse_release(text.encode(), f"{FOLDER}/{wanted}.yaml", wanted)
    return text


def _lines(matrix: Matrix, folder: Path, version: Version, content: Content, today: date) -> Iterator[str]:
    yield _SCHEMA
    yield f"# `relinfra release new` began this file from {_source(content)} and the matrix."
    yield "# Lines that begin with `# ` and a field are missing: only people know them. Take the `#` away and say it."
    yield f"version: {_quoted(version)}"
    previous = content.previous or _former(folder, version)
    yield f"previous: {_quoted(previous)}" if previous else _missing(Release, "previous")
    yield "status: planning"
    yield f"planning_started: {today.isoformat()}"
    for section in _KINDS:
        yield from _section(section, content.entries.get(section, ()))
    yield from _others(content.others)
    yield from _database_changes(matrix)
    yield from _people(matrix)
    yield ""
    yield from (_missing(Release, name) for name in Release.written_fields() if name not in _WRITTEN)


def _source(content: Content) -> str:
    if not content.known:
        return "no commits, since nothing says which it has,"
    return f"the commits since {content.previous}" if content.previous else "every commit there is"


def _former(folder: Path, version: Version) -> str:
    """Return the highest version below that has a file, empty where there is none."""
    below = [one for one in release_files(folder) if one.precedence < version.precedence]
    return below[-1] if below else ""


def _section(name: SectionName, entries: Iterable[Entry]) -> Iterator[str]:
    kind, found = _KINDS[name], tuple(entries)
    yield ""
    if not found:
        yield _missing(Release, name)
        return
    yield f"{name}: # {_meaning(Release, name)}"
    for entry in found:
        yield f"  {entry.key}:"
        yield f"    title: {_quoted(entry.title)}"
        if "kind" in kind.written_fields():
            yield "    kind: performance"
        for field, value in (("owner", entry.owner), ("ticket", entry.ticket)):
            yield f"    {field}: {_quoted(value)}" if value else f"    {_missing(kind, field)}"
        yield from (f"    {_missing(kind, field)}" for field in kind.written_fields() if field not in {*_TOLD, "kind"})


def _others(subjects: Iterable[str]) -> Iterator[str]:
    found = tuple(subjects)
    if found:
        yield ""
        yield "# Commits that follow no convention: place each above, or leave it out."
        yield from (f"#   {subject}" for subject in found)


def _database_changes(matrix: Matrix) -> Iterator[str]:
    """Yield a mark for each service whose migration a release runs."""
    services = {key: one for name in reversed(matrix.live) for key, one in matrix.environments[name].services.items()}
    yield ""
    yield _missing(Release, "database_changes")
    for key, service in services.items():
        if service.migration:
            database = next(iter(service.databases), "")
            yield f"#   {terraform_name(key)}_migration:"
            yield f"#     service: {key}"
            yield from [f"#     database: {database}"] if database else []
            named = (name for name in DatabaseChange.written_fields() if name not in {"service", "database"})
            yield from (f"#     {name}: # {_meaning(DatabaseChange, name)}" for name in named)


def _people(matrix: Matrix) -> Iterator[str]:
    """Yield a mark for each role, and who approves by the matrix."""
    yield ""
    yield _missing(Release, "people")
    for environment in matrix.environments.values():
        if environment.approval and environment.approval.reviewers:
            reviewers = ", ".join(environment.approval.reviewers)
            yield f"#   # {environment.name} waits for the approval of {reviewers}."
    meanings = next(one for one in get_args(Role) if isinstance(one, Choices)).meanings
    fields = ", ".join(
        f"{name}: " for name, one in Person.written_fields().items() if one.is_required() or name == "contact"
    )
    yield from (f"#   {role}: {{{fields}}} # {meaning}" for role, meaning in meanings)


def _missing(kind: type[Model], name: str) -> str:
    return f"# {name}: # {_meaning(kind, name)}"


def _meaning(kind: type[Model], name: str) -> str:
    return kind.written_fields()[name].description or ""


def _quoted(text: str) -> str:
    """Write text as a YAML string that means what it says."""
    return json.dumps(text, ensure_ascii=False)
