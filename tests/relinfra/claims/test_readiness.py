"""Whether a stage is ready for a release to go wrong: each condition of each claim broken by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from relinfra.claims import alarms_are_told, backed_up, release_turns_back, somebody_on_call
from tests.relinfra.plan.facts import facts, stage

DUTY = {"name": "Tom Becker", "from": "2026-12-07", "to": "2026-12-11"}
DAYS = {"release": {"date": "2026-12-08"}, "stable": {"date": "2026-12-11"}}
HOOK = "https://pager.example.com/hook"
BREAKER = {
    "strategy": "rolling",
    "circuit_breaker": True,
    "circuit_breaker_rollback": True,
}


def away(**said: str) -> dict[str, object]:
    """Return the absence of somebody, from the day of the release on unless it is said otherwise."""
    return {"absences": {"one": {"name": "Tom Becker", "from": "2026-12-08", "to": "2026-12-09", **said}}}


@pytest.mark.parametrize(
    ("duty", "more", "broken"),
    [
        (DUTY, {}, None),
        ({}, {}, "named"),
        ({**DUTY, "from": "2026-12-09"}, {}, "begins"),
        ({**DUTY, "to": "2020-12-11"}, {}, "stays"),
        ({**DUTY, "to": "2026-12-10"}, {}, "stays"),
        (DUTY, away(), "there"),
        (DUTY, away(cover="Lee Chen"), "there"),
        (DUTY, away(name="tom becker", to="2026-12-08"), "there"),
        (DUTY, away(name="Omar Haddad"), None),
        (DUTY, away(**{"from": "2026-12-01", "to": "2026-12-07"}), None),
        (DUTY, away(**{"from": "2026-12-12", "to": "2026-12-13"}), None),
    ],
)
def test_somebody_is_on_call_as_long_as_the_release_is_watched(
    duty: Mapping[str, str], more: Mapping[str, Any], broken: str | None
) -> None:
    """From its day to the end of close monitoring, and not while they are away, whoever covers."""
    release = {"version": "2.5.0", "on_call": {"primary": duty}, **more}
    claim = somebody_on_call(facts(release=release, schedule=DAYS))
    assert (claim.broken and claim.broken.name) == broken


def test_without_a_day_nobody_knows_whether_the_duty_fits() -> None:
    """A release without a date has no watch that a duty could cover."""
    claim = somebody_on_call(facts(release={"on_call": {"primary": DUTY}}))
    assert not claim.holds


@pytest.mark.parametrize(
    ("alarm", "topic", "broken"),
    [
        ({}, {}, None),
        (None, {}, "alarms"),
        ({"actions_enabled": False}, {}, "each"),
        ({"notifies": ("others",)}, {}, "each"),
        ({}, {"admits_alarms": False}, "each"),
        ({}, {"filtered": (HOOK,)}, "each"),
        ({}, {"subscribers": ("oncall@example.com",)}, "confirmed"),
    ],
)
def test_alarms_reach_people(
    alarm: Mapping[str, object] | None, topic: Mapping[str, object], broken: str | None
) -> None:
    """Every one of them, and an address of email only once its owner has confirmed it, which no stack shows."""
    heard = {"name": "alerts", "subscribers": (HOOK,), **topic}
    fires = {"name": "5xx", "notifies": ("alerts",), "actions_enabled": True}
    alarms = {"alarm": {"a": fires, "b": {**fires, **alarm}}} if alarm is not None else {}
    known = facts(production=stage(topic={"alerts": heard}, **alarms))
    claim = alarms_are_told(known.stage("production"))
    assert (claim.broken and claim.broken.name) == broken


@pytest.mark.parametrize(
    ("deployment", "compatible", "broken"),
    [
        (BREAKER, True, None),
        ({**BREAKER, "circuit_breaker_rollback": False}, True, "returns"),
        (BREAKER, False, "works"),
        (None, True, "services"),
    ],
)
def test_a_release_turns_back_to_what_works(
    deployment: Mapping[str, object] | None, compatible: bool, broken: str | None
) -> None:
    """Each service does, and the schema that the release leaves bears the version before it."""
    services = {"service": {"web": {"name": "web", "deployment": deployment}}} if deployment else {}
    changes = {"add": {"description": "A column.", "backward_compatible": compatible}}
    known = facts(production=stage(**services), release={"database_changes": changes})
    claim = release_turns_back(known.stage("production"))
    assert (claim.broken and claim.broken.name) == broken


@pytest.mark.parametrize(("days", "holds"), [(7, True), (0, False)])
def test_a_database_is_backed_up(days: int, *, holds: bool) -> None:
    """Backups that are kept for no day are none."""
    database = {"main": {"identifier": "main", "engine": "postgres", "backup_days": days}}
    known = facts(production=stage(database=database))
    claim = backed_up(known.stage("production").databases[0])
    assert (claim.broken and claim.broken.name) == (None if holds else "kept")
