"""The logs of runbooks that a repository keeps are read: which were rehearsed, and how that went."""

from pathlib import Path

import pytest

from relinfra.evidence import Repository, collect_repository

BEGUN = "2026-01-31T03:00:00Z\trunbook\tfailover-production\n"
BEHIND = "2026-01-31T03:01:00Z\tlearnt\tSECONDS_BEHIND=7.0\nan error of a command\n"
ENDED = "2026-01-31T03:41:30Z\tended\tfailover-production\n"
FAILED = "2026-01-31T03:10:00Z\tfailed\t9: expected available, found failed\n"


def kept(tmp_path: Path, log: str) -> dict[str, object]:
    """Return what is known of a log that a repository keeps."""
    (tmp_path / "rehearsals").mkdir()
    (tmp_path / "rehearsals" / "one.log").write_text(log)
    found, where = collect_repository(Repository(tmp_path)), "project.repository.rehearsal.one."
    return {id_.removeprefix(where): fact.value for id_, fact in found.items() if id_.startswith(where)}


def test_a_rehearsal_has_its_day_its_minutes_and_its_lag(tmp_path: Path) -> None:
    """From the first event to the last, begun minutes counted whole; what commands said between is passed over."""
    found = kept(tmp_path, BEGUN + BEHIND + ENDED)
    assert found == {"runbook": "failover-production", "day": "2026-01-31", "minutes": 42, "seconds_behind": 7}


def test_a_rehearsal_that_failed_has_no_time(tmp_path: Path) -> None:
    """What was not finished measures nothing; the step that failed is told."""
    found = kept(tmp_path, BEGUN + FAILED)
    assert found["failed"] == "9: expected available, found failed"
    assert "minutes" not in found


@pytest.mark.parametrize(
    "log", ["", BEGUN, ENDED, "no log at all\n", "9999-99-99T99:99:99Z\trunbook\tx\n", BEGUN + BEHIND]
)
def test_what_is_no_whole_log_says_nothing(tmp_path: Path, log: str) -> None:
    """A run that was killed, or another file of that name."""
    assert kept(tmp_path, log) == {}
