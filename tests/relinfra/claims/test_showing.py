"""What shows that a release is good: each condition of each claim broken by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from relinfra.claims import (
    Claim,
    below_alarm,
    changelog_tells,
    migration_rehearsed,
    no_critical_risk,
    people_say_so,
    suite_passes,
    to_be_shown,
)
from relinfra.evidence import Fact, Facts
from tests.relinfra.plan.facts import facts, stage

SUITE = {"passed": 3, "total": 3}
CHANGE = {"description": "A column.", "rehearsed_in": "staging", "backward_compatible": True}
CRITERION = {"title": "Signed", "met": True, "proof": "SEC-1"}
ALARM = {"name": "p95", "threshold": 250}
REPOSITORY = {"changelog": "CHANGELOG.md", "changelog_entry": {"2-5-0": {"version": "2.5.0", "lines": 2}}}


def without(whole: Mapping[str, Any], *gone: str, **other: object) -> dict[str, Any]:
    """Return a mapping less some keys, with others instead."""
    return {**{key: value for key, value in whole.items() if key not in gone}, **other}


def suite(**said: object) -> Claim:
    """Return the claim of a suite of which that is said."""
    return suite_passes(facts(release={"tests": {"unit": said}}).release.tests[0])


def change(**said: object) -> Claim:
    """Return the claim of a change of a database."""
    return migration_rehearsed(facts(release={"database_changes": {"add": said}}).release.database_changes[0])


def uncritical(**severities: str) -> Claim:
    """Return the claim that no risk is critical, of the severities of those that are known."""
    known = {name: Fact(f"risks.{name}", severity, "", ()) for name, severity in severities.items()}
    return no_critical_risk(known.values(), (fact for fact in known.values() if fact.value == "critical"))


def criterion(**said: object) -> Claim:
    """Return the claim of a criterion that people judge."""
    return people_say_so(facts(release={"criteria": {"review": said}}).release.criteria[0])


def measured(**said: object) -> Claim:
    """Return the claim that p95 latency is below its alarm."""
    known = facts(production=stage(alarm={"p95": ALARM}), release={"baselines": said} if said else {"version": "1"})
    return below_alarm(known.stage("production").alarms[0], known.release.baselines.p95_latency_ms)


def told(version: str = "2.5.0", **repository: object) -> Claim:
    """Return the claim that the changelog tells of a version."""
    known: Facts = facts(project={"repository": {"commit_check": "x", **repository}}, release={"version": version})
    return changelog_tells(known)


@pytest.mark.parametrize(
    ("claim", "said", "broken"),
    [
        (suite, SUITE, None),
        (suite, without(SUITE, "passed"), "reported"),
        (suite, {"passed": 0, "total": 0}, "ran"),
        (suite, {"passed": 2, "total": 3}, "passed"),
        (suite, {"passed": 4, "total": 3}, "passed"),
        (change, CHANGE, None),
        (change, without(CHANGE, "rehearsed_in"), "rehearsed"),
        (change, without(CHANGE, "backward_compatible"), "judged"),
        (change, without(CHANGE, backward_compatible=False), "bears"),
        (criterion, CRITERION, None),
        (criterion, without(CRITERION, met=False), "said"),
        (criterion, without(CRITERION, "proof"), "proof"),
        (measured, {"p95_latency_ms": 180}, None),
        (measured, {}, "measured"),
        (measured, {"p95_latency_ms": 250}, "below"),
        (told, REPOSITORY, None),
        (told, {}, "file"),
        (told, {"changelog": "CHANGELOG.md"}, "entry"),
        (told, without(REPOSITORY, version="2.6.0"), "entry"),
        (told, without(REPOSITORY, changelog_entry={"2-5-0": {"version": "2.5.0", "lines": 0}}), "content"),
        (uncritical, {"late": "high"}, None),
        (uncritical, {"late": "high", "lost": "critical"}, "uncritical"),
    ],
)
def test_each_condition_breaks_its_claim(
    claim: Callable[..., Claim], said: Mapping[str, object], broken: str | None
) -> None:
    """What is met is so by all of its conditions, and one alone unmakes it."""
    made = claim(**said)
    assert (made.broken and made.broken.name) == broken
    assert made.holds is (broken is None)


def test_what_somebody_has_to_see_is_never_met() -> None:
    """No fact makes it so."""
    claim = to_be_shown("criteria.journeys")
    assert (claim.broken and claim.broken.name) == "seen"
