"""The file of an execution record, `releases/VERSION.record.jsonl`: a line of JSON an event, only ever added to."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from typing import TYPE_CHECKING, Any, get_args

from pydantic import ValidationError

from relinfra.errors import OutputError, RecordError, UsageError
from relinfra.execution.events import Event
from relinfra.execution.record import ExecutionRecord, Place, in_time, out_of_order
from relinfra.output import append_lines
from relinfra.reading import compose
from relinfra.reading.file import LARGEST_DOCUMENT, read_document
from relinfra.reading.nearest import nearest
from relinfra.reading.problems import Position, Problem, in_order
from relinfra.reading.translate import translate
from relinfra.real_path import is_inside
from relinfra.release import FOLDER, Version
from relinfra.visible import visible_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = [
    "KINDS",
    "append_events",
    "event_of",
    "line_of",
    "merge_records",
    "parse_record",
    "read_record",
    "record_path",
    "repository_record",
]

_SUFFIX = ".record.jsonl"

KINDS: dict[str, type[Any]] = {get_args(kind.model_fields["event"].annotation)[0]: kind for kind in get_args(Event)}
"""The events by the word that names them in the file."""


def record_path(repository: Path, version: str) -> Path:
    """Return where the record of a release lies.

    Raises `UsageError` where that is no version, or a link leads out of the repository: it must not make others read
    or write what lies beside it.
    """
    path = repository / FOLDER / f"{Version(version)}{_SUFFIX}"
    if not is_inside(path, repository):
        raise UsageError(f"{path}: expected a file in the repository, found a link that leads out of it")
    return path


def read_record(path: Path, version: str, name: str = "") -> ExecutionRecord | None:
    """Read a record, None where there is none; `name` is what positions call the file.

    Raises `RecordError` with every problem in it, `OutputError` where it cannot be read.
    """
    try:
        content = read_document(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OutputError(f"{path}: cannot be read: {error.strerror or error}") from error
    return parse_record(content, name or str(path), version)


def repository_record(repository: Path, version: str) -> ExecutionRecord | None:
    """Read the record in `releases/` of a repository, None where there is none. Raises as `read_record` does."""
    path = record_path(repository, version)
    return read_record(path, version, path.relative_to(repository).as_posix())


def parse_record(content: bytes, path: str, version: str) -> ExecutionRecord:
    """Read a record from the bytes of its file. Raises `RecordError` with every problem in it."""
    problems: list[Problem] = []
    places = list(_places(content, path, problems))
    for place in places:
        if place.event.version != version:
            at = Position(path, place.line, 1)
            problems.append(Problem(at, ("version",), f"the version {version}", place.event.version))
    for place, needed in out_of_order(places):
        problems.append(Problem(Position(path, place.line, 1), ("event",), needed, f"`{_word(place.event)}`"))
    if problems:
        shown = {path: content.decode(errors="replace")} if len(content) <= LARGEST_DOCUMENT else {}
        raise RecordError(in_order(problems), shown)
    return ExecutionRecord(path, in_time(places))


def event_of(told: Mapping[str, Any]) -> Event:
    """Return the event that a mapping tells; what is None is not said. Raises `UsageError` with what is wrong."""
    body = json.dumps({key: value for key, value in told.items() if value is not None}, ensure_ascii=False)
    try:
        return _event(body.encode("utf-8", "surrogatepass"), "event", 1)
    except RecordError as error:  # its places are those of a line that nobody has seen
        wrong = (str(one).removeprefix(f"{one.position}: ") for one in error.problems)
        raise UsageError("\n".join(wrong)) from None


def append_events(path: Path, version: str, events: Sequence[Event]) -> tuple[Event, ...]:
    """Add events to a record, all or none, and return those that it did not have; runs follow each other.

    Raises `RecordError` where the record is wrong or an event cannot follow what it holds, `OutputError` where it
    cannot be written.
    """
    added: list[Event] = []

    def beyond(content: bytes) -> list[str]:
        added.clear()
        known = {place.text for place in parse_record(content, str(path), version).places}
        fresh = {line_of(event): event for event in events}
        texts = [text for text in fresh if text not in known]
        parse_record(content + "".join(f"{text}\n" for text in texts).encode(), str(path), version)
        added.extend(fresh[text] for text in texts)
        return texts

    append_lines(path, beyond)
    return tuple(added)


def merge_records(path: Path, version: str, others: Iterable[Path]) -> tuple[Event, ...]:
    """Add what other records of the release hold to one, each event once, and return what is new in it.

    Raises `OutputError` where one of them is not there, and what `append_events` raises.
    """
    events: list[Event] = []
    for other in others:
        record = read_record(other, version)
        if record is None:
            raise OutputError(f"{other}: expected an execution record, found no file")
        events += record.events
    return append_events(path, version, events)


def line_of(event: Event) -> str:
    """Return an event as its line: what is not said is left out, and nothing in it hides."""
    body = event.model_dump(mode="json", exclude_none=True)
    told = {key: value for key, value in body.items() if value not in ([], {})}
    first = {key: told.pop(key) for key in ("at", "event", "version")}
    return visible_json(json.dumps(first | told, ensure_ascii=False))


def _places(content: bytes, path: str, problems: list[Problem]) -> Iterator[Place]:
    if len(content) > LARGEST_DOCUMENT:
        problems.append(Problem(Position(path, 1, 1), (), "a file of at most 1 MiB", "a larger one"))
        return
    lines = content.removeprefix(BOM_UTF8).split(b"\n")
    for number, line in enumerate(lines, 1):
        if number == len(lines) and line:
            hint = "a run was killed while it wrote; remove the line, or end it where it is whole"
            problems.append(Problem(Position(path, number, 1), (), "a line that ends", "one that is cut off", hint))
        elif line.strip():
            try:
                # Editors of Windows end lines with two signs; the event is the same.
                yield Place(_event(line, path, number), number, line.decode().rstrip("\r"))
            except RecordError as error:
                problems += error.problems


def _event(line: bytes, path: str, number: int) -> Event:
    kind = _kind(line, path, number)
    try:
        event: Event = kind.model_validate_json(line)
    except ValidationError as error:
        tree = compose(b"\n" * (number - 1) + line, path, RecordError)
        raise RecordError(in_order(translate(error, kind, tree))) from None
    return event


def _kind(line: bytes, path: str, number: int) -> type[Any]:
    position = Position(path, number, 1)
    try:
        body = json.loads(line)
    except (ValueError, RecursionError):
        raise RecordError([Problem(position, (), "an event as one line of JSON", "something else")]) from None
    named = body.get("event") if isinstance(body, dict) else None
    if not isinstance(named, str) or named not in KINDS:
        hint = nearest(named, KINDS) if isinstance(named, str) else f"there are {', '.join(KINDS)}"
        raise RecordError([Problem(position, ("event",), "the name of an event", repr(named)[:80], hint)])
    return KINDS[named]


def _word(event: Event) -> str:
    return str(event.event)
