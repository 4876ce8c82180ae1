from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Relinfra

DIGEST = "sha256:" + "0" * 64
AT = "2026-12-08T15:05:00+01:00"


@pytest.fixture(autouse=True)
def _release(tmp_path: Path) -> None:
    """Release 2.5.0 has a file."""
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases" / "2.5.0.yaml").write_text("version: 2.5.0\n")


def test_a_pipeline_writes_down_a_deployment(relinfra: Relinfra, tmp_path: Path) -> None:
    """From the approval to the way back, a command an event; `show` tells it in order."""
    result = tmp_path / "smoke.json"
    result.write_text('{"check": "smoke", "ok": false, "findings": ["web: 503"]}')
    for arguments in (
        ("approve", "2.5.0", "--by", "Dana Petrova"),
        ("met", "2.5.0", "journeys", "--by", "Tom Becker", "--proof", "https://example.com/report"),
        ("start", "2.5.0", "production", "--image", f"web={DIGEST}", "--stacks", DIGEST, "--commit", "0" * 40),
        ("step", "2.5.0", "production", "migration", "--outcome", "succeeded", "--started", AT),
        ("check", "2.5.0", "production", result),
        ("finish", "2.5.0", "production", "--outcome", "failed"),
        ("rollback", "2.5.0", "production", "--to", "2.4.1", "--reason", "5xx above 2 %"),
    ):
        told = relinfra("record", *arguments, "--at", AT)
        assert (told.returncode, told.stderr) == (0, "")
    shown = relinfra("record", "show", "2.5.0")
    assert shown.stdout.splitlines() == [
        "2026-12-08T14:05:00Z release: approved by Dana Petrova",
        "2026-12-08T14:05:00Z release: journeys is met, says Tom Becker",
        "2026-12-08T14:05:00Z production: started",
        "2026-12-08T14:05:00Z production: migration succeeded",
        "2026-12-08T14:05:00Z production: smoke failed",
        "2026-12-08T14:05:00Z production: failed",
        "2026-12-08T14:05:00Z production: taken back to 2.4.1: 5xx above 2 %",
    ]
    printed = json.loads(relinfra("record", "show", "2.5.0", "--json").stdout)
    assert printed[2]["images"] == {"web": DIGEST}
    assert (tmp_path / "releases" / "2.5.0.record.jsonl").is_file()


def test_jobs_of_their_own_are_merged(relinfra: Relinfra, tmp_path: Path) -> None:
    """Each writes a file of its own; what is there already is not written twice."""
    for name in ("a", "b"):
        relinfra("record", "start", "2.5.0", f"stage-{name}", "--file", f"{name}.jsonl")
    assert relinfra("record", "merge", "2.5.0", "a.jsonl", "b.jsonl").stdout.endswith(": 2 new events\n")
    assert relinfra("record", "merge", "2.5.0", "a.jsonl").stdout.endswith(": 0 new events\n")
    approved = ("record", "approve", "2.5.0", "--by", "Dana", "--at", AT, "--file", tmp_path / "c.jsonl")
    assert "approved by Dana" in relinfra(*approved).stdout
    assert "holds that already" in relinfra(*approved).stdout


def test_what_is_wrong_is_bad_input(relinfra: Relinfra) -> None:
    """A time, a pair, an order, a record that is not there: 2, with what was expected, and nothing written."""
    for arguments, expected in (
        (("approve", "2.5.0", "--by", "D", "--at", "yesterday"), "expected a time with its zone"),
        (("start", "2.5.0", "production", "--image", "web"), "--image: expected NAME=VALUE"),
        (("finish", "2.5.0", "production", "--outcome", "failed"), "expected an event `started` of production"),
        (("show", "2.5.0"), "expected the record of release 2.5.0, found no file"),
        (("approve", "v2", "--by", "D"), "expected a version such as 2.5.0"),
        (("approve", "9.9.9", "--by", "D"), "expected the file of release 9.9.9, found none; there are 2.5.0"),
        (("merge", "9.9.9", "a.jsonl"), "expected the file of release 9.9.9, found none; there are 2.5.0"),
    ):
        result = relinfra("record", *arguments)
        assert result.returncode == 2
        assert expected in result.stdout + result.stderr
