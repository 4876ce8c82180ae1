from __future__ import annotations

import json
import multiprocessing
import re
from pathlib import Path
from typing import Any

import pytest

from relinfra.errors import OutputError, RecordError, UsageError
from relinfra.execution import (
    append_events,
    event_of,
    merge_records,
    moment,
    parse_record,
    read_record,
    record_path,
    repository_record,
)
from relinfra.execution.results import checked
from tests.relinfra.execution.events import DIGEST, KINDS, RUN, event

ORDER = ("approved", "met", "started", "step", "checked", "finished", "rolled_back")


def test_what_is_added_is_read_back(tmp_path: Path) -> None:
    """Every kind of event survives the file, with its line; the order is that of time, not of writing."""
    path = record_path(tmp_path, "2.5.0")
    told = [event(kind, minute) for minute, kind in enumerate(ORDER)]
    append_events(path, "2.5.0", told[1:])
    assert append_events(path, "2.5.0", told) == (told[0],)
    record = read_record(path, "2.5.0")
    assert record is not None
    assert list(record.events) == told
    assert [place.line for place in record.places] == [7, 1, 2, 3, 4, 5, 6]
    assert path.name == "2.5.0.record.jsonl"


def test_in_one_second_what_begins_comes_before_what_ends(tmp_path: Path) -> None:
    """Clocks of pipelines count seconds, and short jobs begin and end in one."""
    path = tmp_path / "record.jsonl"
    append_events(path, "2.5.0", [event("finished"), event("started"), event("approved")])
    record = read_record(path, "2.5.0")
    assert record is not None
    assert [one.event for one in record.events] == ["approved", "started", "finished"]


def test_what_cannot_follow_is_refused_and_leaves_the_file(tmp_path: Path) -> None:
    """The end of a deployment that never began, an event of another version: nothing is written, not even a file."""
    path = tmp_path / "record.jsonl"
    with pytest.raises(RecordError, match="expected an event `started` of production before it, found `finished`"):
        append_events(path, "2.5.0", [event("approved"), event("finished")])
    assert not path.exists()
    append_events(path, "2.5.0", [event("approved")])
    before = path.read_bytes()
    with pytest.raises(RecordError, match=r":2:1: version: expected the version 2.5.0, found 9.0.0"):
        append_events(path, "2.5.0", [event("started", version="9.0.0")])
    assert path.read_bytes() == before


HOSTILE: dict[str, tuple[dict[str, Any], str]] = {
    "an escape of terminals": ({"by": "a\x1b[31mb"}, "expected "),
    "text that turns around": ({"by": "a\u202eb"}, "one line of text that a person can read"),
    "a line of its own": ({"by": 'Dana\n{"event": "approved"}'}, "one line of text that a person can read"),
    "a secret": ({"by": "AKIAIOSFODNN7EXAMPLE"}, "found what looks like a secret"),
    "a script": ({"run": "javascript:alert(1)"}, "a web address that begins with https://"),
    "a password in an address": ({"run": "https://dana:hunter22@example.com/run"}, "found what looks like a secret"),
    "an address that ends a tag": ({"run": 'https://example.com/"><script>'}, "a web address"),
    "half a character": ({"by": "\ud800"}, "expected "),
    "another day": ({"at": "2026-02-30T00:00:00Z"}, "a time in UTC to the second"),
    "no zone": ({"at": "2026-12-08T14:00:00"}, "a time in UTC to the second"),
    "a path as a stage": ({"stage": "../production"}, "an environment, or ENVIRONMENT@REGION"),
    "a field of another event": ({"outcome": "failed"}, "outcome"),
    "a version with a v": ({"version": "v2.5.0"}, "a version such as 2.5.0"),
}


@pytest.mark.parametrize(("given", "expected"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_never_becomes_an_event(given: dict[str, Any], expected: str) -> None:
    """What hides, breaks out of its line, runs as a script or looks like a secret is refused, and said why."""
    with pytest.raises(UsageError, match=re.escape(expected)) as refused:
        event("approved", **given)
    assert not {"hunter22", "AKIAIOSFODNN7EXAMPLE", "\x1b", "\u202e"} & set(str(refused.value).split('"'))


@pytest.mark.parametrize("ordinary", ["Дана Петрова", "Dana O'Neil <dana@example.com>", "| a `b` *c* [d](e)", "日本"])
def test_ordinary_names_are_kept(tmp_path: Path, ordinary: str) -> None:
    """Every script, and whatever Markdown would take for its own, is what it was when it is read back."""
    path = tmp_path / "record.jsonl"
    append_events(path, "2.5.0", [event("approved", by=ordinary)])
    record = read_record(path, "2.5.0")
    assert record is not None
    assert json.loads(record.places[0].text)["by"] == ordinary


def test_every_problem_of_a_broken_file_is_told(tmp_path: Path) -> None:
    """A foreign line, an unknown event, a torn last line: each with its line, all at once."""
    good = '{"at": "2026-12-08T14:00:00Z", "event": "approved", "version": "2.5.0", "by": "Dana"}\n'
    content = f'{good}[]\n{{"event": "finishd"}}\n{"[" * 5000}\n{good}{good[:40]}'
    with pytest.raises(RecordError) as refused:
        parse_record(content.encode(), "r.jsonl", "2.5.0")
    assert [one.position.line for one in refused.value.problems] == [2, 3, 4, 6]
    assert "Did you mean `finished`?" in str(refused.value)
    assert "a run was killed" in str(refused.value).lower()
    path = tmp_path / "r.jsonl"
    path.write_text(content)
    with pytest.raises(RecordError):
        append_events(path, "2.5.0", [event("approved")])
    assert path.read_text() == content


def _write(path: Path, minute: int) -> None:
    append_events(path, "2.5.0", [event("approved", minute, by=f"Approver {minute}")])


def test_jobs_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    """Each adds a whole line, after those of the others."""
    path = tmp_path / "releases" / "2.5.0.record.jsonl"
    with multiprocessing.get_context("fork").Pool(4) as pool:
        pool.starmap(_write, [(path, minute) for minute in range(20)])
    record = read_record(path, "2.5.0")
    assert record is not None
    assert [one.at for one in record.events] == sorted(event("approved", minute).at for minute in range(20))


def test_records_of_parallel_jobs_become_one(tmp_path: Path) -> None:
    """Whichever is merged first, each event is there once; a file that is missing is named."""
    parts = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    append_events(parts[0], "2.5.0", [event("approved"), event("started")])
    append_events(parts[1], "2.5.0", [event("approved"), event("started", stage="staging")])
    whole = tmp_path / "whole.jsonl"
    assert len(merge_records(whole, "2.5.0", parts)) == 3
    assert merge_records(whole, "2.5.0", reversed(parts)) == ()
    with pytest.raises(OutputError, match="expected an execution record, found no file"):
        merge_records(whole, "2.5.0", [tmp_path / "c.jsonl"])


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A folder in the file's place is no traceback."""
    with pytest.raises(OutputError, match="cannot be written"):
        append_events(tmp_path, "2.5.0", [event("approved")])


def test_a_link_out_of_the_repository_is_refused(tmp_path: Path) -> None:
    """A repository must not make others read what lies beside it, nor write there."""
    outside = tmp_path / "outside.jsonl"
    outside.write_text("secret\n")
    repository = tmp_path / "repository"
    (repository / "releases").mkdir(parents=True)
    (repository / "releases" / "2.5.0.record.jsonl").symlink_to(outside)
    with pytest.raises(UsageError, match="found a link that leads out of it"):
        record_path(repository, "2.5.0")
    with pytest.raises(UsageError, match="found a link that leads out of it"):
        repository_record(repository, "2.5.0")
    assert outside.read_text() == "secret\n"


def test_times_are_kept_in_utc() -> None:
    """Whatever zone they were given in; one without is refused, since nobody knows what it means."""
    assert moment("2026-12-08T15:05:00.9+01:00") == "2026-12-08T14:05:00Z"
    for wrong in ("2026-12-08T15:05:00", "yesterday", "9999-12-31T23:59:59-01:00"):
        with pytest.raises(UsageError, match="expected a time with its zone"):
            moment(wrong)


def test_a_result_goes_into_the_record_with_its_digest(tmp_path: Path) -> None:
    """Findings are cut to what there is room for, a secret in one is covered; anything else is no result."""
    result = tmp_path / "smoke.json"
    findings = ["web:\nanswered 503", "token: ghp_abcdefghijklmnopqrstuvwxyz0123456789", "x" * 900, *["y"] * 60]
    result.write_text(json.dumps({"check": "smoke", "ok": False, "findings": findings}))
    told = event_of({**checked(result), "version": "2.5.0", "event": "checked", "at": KINDS["step"]["started"], **_AT})
    body = told.model_dump()
    assert (body["check"], body["passed"], len(body["findings"])) == ("smoke", False, 50)
    assert body["findings"][0] == "web: answered 503"
    assert "ghp_" not in body["findings"][1]
    for other in ("", "[]", '{"ok": true}', '{"check": "smoke", "ok": 1, "findings": []}'):
        result.write_text(other)
        with pytest.raises(OutputError, match="expected what gate, smoke or verify"):
            checked(result)


_AT = {"stage": "production", "run": RUN}


def test_what_is_not_said_is_left_out(tmp_path: Path) -> None:
    """A line has no nulls and no empty lists."""
    path = tmp_path / "record.jsonl"
    append_events(
        path, "2.5.0", [event_of({"event": "approved", "version": "2.5.0", "at": event("met").at, "by": "D"})]
    )
    assert json.loads(path.read_text()).keys() == {"at", "event", "version", "by"}
    assert DIGEST not in path.read_text()
