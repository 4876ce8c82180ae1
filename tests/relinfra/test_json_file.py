"""JSON that others wrote is a mapping, or is refused with its place, in words that are not Python's."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from relinfra.agreement.applied import _reason
from relinfra.agreement.file import read_agreement
from relinfra.agreement.plan_file import read_plan
from relinfra.comparison.planned import read_replacements
from relinfra.comparison.states import read_states
from relinfra.errors import OutputError, RelinfraError
from relinfra.evidence import read_output
from relinfra.json_file import described, json_or_empty, read_json, wrong_part
from relinfra.layout import read_app_file
from relinfra.output import DOCUMENTS, DocumentList
from relinfra.output.merging import merge_parts
from relinfra.plan.closed import ClosedRelease
from relinfra.plan.recorded import read_recorded
from relinfra.policy.plans import read_plans
from relinfra.release import Version
from relinfra.smoke.measure import _values

WRONG: Mapping[bytes, str] = {
    b"": ":1:1: expected JSON, found an empty file",
    b" \n": ":2:1: expected JSON, found an empty file",
    b"\0": ":1:1: expected JSON, found something else: Expecting value",
    b'{"a":\n 1': ":2:3: expected JSON, found something else: Expecting ',' delimiter",
    b'{\n"a": "\xff"}': ":2:7: expected text in UTF-8, found the byte 0xff",
    '{"a": 1}'.encode("utf-16"): ":1:1: expected text in UTF-8, found the byte 0xff",
    b"[" * 100_000: ": expected JSON, found more levels than can be read",
    b'{"a":' * 5_000: ": expected JSON, found more levels than can be read",
    b'{"a": ' + b"9" * 5_000 + b"}": ": expected JSON, found a number of too many digits",
    b"null": ": expected a mapping, found null",
    b"[1]": ": expected a mapping, found a list",
    b'"' + b"x" * 1_000_000 + b'"': f': expected a mapping, found "{"x" * 59}…',
    b"1e999": ": expected a mapping, found Infinity",
}
STRANGE = (b"{}", b'{"version": NaN}', b'{"version": 1, "version": 2}', b'{"format_version": [1], "files": 3}')
PYTHON = re.compile(r"NoneType|object is not|codec|recursion|indices|sys\.set|subscriptable|utf-8-sig")

READERS: Mapping[str, Callable[[Path], Any]] = {
    "one.plan.json": read_plan,
    "two.plan.json": lambda file: read_replacements(file.parent),
    "three.plan.json": lambda file: read_plans(file.parent),
    "one.state.json": lambda file: read_states(file.parent),
    "agreement.json": read_agreement,
    "one.applied.json": lambda file: _reason(file, "sha256:0"),
    "manifest.json": lambda file: read_output(file.parent),
    "cdktf.json": lambda file: read_app_file(file.parent),
    DOCUMENTS: lambda file: DocumentList.read(file.parent),
    "release-plan.json": read_recorded,
    "relinfra.json": lambda file: merge_parts([file.parent], file.parent / "whole"),
    "alarm.json": _values,
    "releases/1.0.0/closed.json": lambda file: ClosedRelease(file.parents[2], Version("1.0.0")).digests,
}
"""The files that relinfra reads of others, and who reads them."""


@pytest.mark.parametrize("content", WRONG, ids=range(len(WRONG)))
def test_what_is_no_mapping_is_told_with_its_place_and_what_to_do(tmp_path: Path, content: bytes) -> None:
    """By line and column where it has one."""
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(OutputError) as refused:
        read_json(tmp_path / "a.json", "write it again")
    assert str(refused.value) == f"{tmp_path / 'a.json'}{WRONG[content]}; write it again"
    assert json_or_empty(tmp_path / "a.json") == {}


@pytest.mark.parametrize("name", READERS)
def test_every_reader_refuses_in_the_same_words(tmp_path: Path, name: str) -> None:
    """Whatever stands in the file or in its place, the file is named, and no word of it is Python's."""
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "manifest.json").write_text("{}")
    for content in (*WRONG, *STRANGE):
        file.write_bytes(content)
        _look(file, must_fail=content in WRONG and bool(content or name != "one.applied.json"))
    file.unlink()
    for put in (file.mkdir, lambda: file.symlink_to(file.name)):
        put()
        _look(file, must_fail=name != "one.applied.json")
        file.rmdir() if not file.is_symlink() else file.unlink()


def _look(file: Path, *, must_fail: bool) -> None:
    try:
        READERS[next(name for name in READERS if str(file).endswith(f"/{name}"))](file)
    except (RelinfraError, OSError) as refused:
        assert str(file.parent) in str(refused)  # noqa: PT017 - some of it is read, and says nothing
        assert not PYTHON.search(str(refused)), refused  # noqa: PT017
    else:
        assert not must_fail


def test_a_mark_of_the_byte_order_is_passed_over(tmp_path: Path) -> None:
    """Shells and editors of Windows put it there."""
    (tmp_path / "a.json").write_bytes(b'\xef\xbb\xbf{"a": 1}\r\n')
    assert read_json(tmp_path / "a.json", "") == {"a": 1}


def test_values_are_told_as_json_spells_them() -> None:
    """And not as Python does."""
    assert [described(one) for one in (None, True, 1, "a", [1], {})] == [
        "null",
        "true",
        "1",
        '"a"',
        "a list",
        "a mapping",
    ]
    assert described("é" * 100) == f'"{"é" * 59}…'


def test_what_is_wrong_with_parts_is_told_without_the_words_of_python() -> None:
    """A key that is missing by its name, what we said ourselves as it is."""
    assert [wrong_part(one) for one in (KeyError("files"), ValueError("format 2"), TypeError("unhashable"))] == [
        "`files` is missing",
        "format 2",
        "a part of it is of another kind",
    ]


@pytest.mark.parametrize("name", ["../x", "a/b", "..", "", "\ud800", "a\0", "a\u202eb"])
def test_a_stack_is_called_by_a_name_and_no_path(tmp_path: Path, name: str) -> None:
    """States, plans and records of applies are looked for under it."""
    (tmp_path / "manifest.json").write_text(json.dumps({"stacks": {name: {}}}))
    (tmp_path / "relinfra.json").write_text('{"version": 1}')
    with pytest.raises(OutputError, match=r"manifest\.json: expected the name of a stack"):
        read_output(tmp_path)
