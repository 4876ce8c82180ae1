"""Which risks follow from which facts, and what they say."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from relinfra.comparison.consequences.access.exposure import WATCHED as EXPOSURE
from relinfra.comparison.consequences.alarms import WATCHED as ALARMS
from relinfra.comparison.consequences.capacity import WATCHED as CAPACITY
from relinfra.comparison.consequences.database import WATCHED as DATABASE
from relinfra.comparison.consequences.protection import WATCHED as PROTECTION
from relinfra.comparison.losses import LOSSES
from relinfra.comparison.risk import CHANGE_RISKS
from relinfra.domain.severity import IMPACTS, PROBABILITIES, SEVERITIES, SEVERITY
from relinfra.evidence import Facts
from relinfra.plan import LANGUAGES
from relinfra.plan.catalogue import load
from relinfra.plan.changes import change_lines
from relinfra.plan.missing import missing
from relinfra.plan.risks import Risk, risks
from relinfra.plan.risks.kind import KINDS
from tests.relinfra.plan.facts import facts, stage, text

DATE = {"release": {"date": "2026-12-08"}}
DEPLOYMENT = {"strategy": "blue_green", "alarms": ("shop-5xx",), "alarms_enabled": True, "alarms_rollback": True}
SERVICE = {"name": "shop-web", "deployment": DEPLOYMENT}
TOPIC = {"topic": {"alerts": {"name": "alerts", "subscribers": ("a@example.com",)}}}
ALARM = {"alarm": {"web_5xx": {"name": "shop-5xx", "window_minutes": 5, "missing_data": "notBreaching"}}}


def keys(known: Facts) -> list[str]:
    """Return the keys of every risk."""
    return [risk.key for risk in risks(known)]


def quiet(**said: Any) -> dict[str, Any]:
    """Return a live stage that is no risk in itself, with a stage before that deploys the same way."""
    service = {"service": {"web": SERVICE}}
    before = {"staging": stage("staging", **service), "project": {"promotion": ("staging", "production")}}
    return {**before, "production": stage(**{**service, **TOPIC, **ALARM, **said})}


def deploying(**changed: object) -> dict[str, Any]:
    """Return the service, deployed otherwise."""
    return {"name": "shop-web", "deployment": {**DEPLOYMENT, **changed}}


def change(why: str, stage_name: str = "production", **said: object) -> dict[str, Any]:
    """Return what is known of one change."""
    node = {"stage": stage_name, "address": "aws_x.y", "why": why, **said}
    return {"change": {"compared": 3, "stack": {"aws_x-y": {"protection": {"what": node}}}}}


def test_a_stage_without_faults_is_no_risk() -> None:
    """Nothing is said where nothing is known to go wrong."""
    assert keys(facts(**quiet())) == []
    assert keys(facts(release={"version": "1.0.0"})) == []


STANDING = {
    "no_rollback_alarms.production.service.web": {
        "service": {"web": {**deploying(alarms_rollback=False), "health": {"path": "/healthz"}}}
    },
    "nothing_counted.production.service.web": {"service": {"web": deploying(alarms_rollback=False)}},
    "short_bake.production.service.web": {"service": {"web": deploying(bake_minutes=4)}},
    "single_nat.production": {"network": {"nat_gateways": 1, "zones": 3}},
    "single_zone_database.production.database.main": {"database": {"main": {"identifier": "db", "multi_az": False}}},
    "no_backups.production.database.main": {"database": {"main": {"identifier": "db", "backup_days": 0}}},
    "nobody_told.production": {"topic": {"alerts": {"name": "alerts"}}},
}


@pytest.mark.parametrize(("key", "said"), STANDING.items(), ids=STANDING)
def test_the_live_stage_has_risks_of_its_own(key: str, said: dict[str, Any]) -> None:
    """Each lack of the live stage is a risk; the same in the stage before is none."""
    assert key in keys(facts(**quiet(**said)))
    before = quiet()
    before["staging"] = stage("staging", **{"service": {"web": SERVICE}, **said})
    assert key not in keys(facts(**before))


def test_a_stage_without_alarms_tells_nobody() -> None:
    """That there is no alarm at all is the same risk as that nobody hears of one; nor is it known what turns back."""
    found = keys(facts(**quiet(alarm={})))
    assert sorted(found) == ["nobody_told.production", "nothing_counted.production.service.web"]


@pytest.mark.parametrize("minutes", [5, 30])
def test_a_bake_as_long_as_the_alarm_is_long_enough(minutes: int) -> None:
    """The limit is the window of the slowest alarm that turns back."""
    assert keys(facts(**quiet(service={"web": deploying(bake_minutes=minutes)}))) == []


def test_a_service_without_a_rehearsal_is_one_of_its_own() -> None:
    """Where no stage before deploys it, that is said."""
    known = facts(production=stage(service={"web": SERVICE}, **TOPIC, **ALARM))
    (risk,) = risks(known)
    assert text(risk.why[0]) == "No stage before production deploys it."


def test_another_strategy_is_no_rehearsal() -> None:
    """What the stage before does in another way is not tried there."""
    (risk,) = risks(facts(**quiet(service={"web": deploying(strategy="canary")})))
    assert risk.key == "not_rehearsed.production.service.web"
    assert text(risk.why[0]) == "Production deploys it by canary, staging by blue/green."


MIGRATION = {"description": "A.", "backward_compatible": True}
INCOMPATIBLE = {**MIGRATION, "backward_compatible": False, "rehearsed_in": "staging"}
AWAY = {"name": "Omar", "from": "2026-12-07", "to": "2026-12-09"}
RELEASED = [
    ("incompatible_migration", "critical", "database_changes", INCOMPATIBLE),
    ("unrehearsed_migration", "high", "database_changes", MIGRATION),
    ("breaking_change", "high", "breaking_changes", {"title": "V1 is gone"}),
    ("tests_failed", "high", "tests", {"passed": 9, "total": 10}),
    ("flag_without_fallback", "medium", "flags", {"service": "AppConfig"}),
    ("external_system", "medium", "systems", {"breaks": "Payments fail."}),
    ("absence", "medium", "absences", AWAY),
]
EVERYTHING = {entry: {kind: said for kind, _, of, said in RELEASED if of == entry} for _, _, entry, _ in RELEASED}


@pytest.mark.parametrize(("kind", "severity", "entry", "said"), RELEASED, ids=[kind for kind, *_ in RELEASED])
def test_what_a_release_contains_is_a_risk(kind: str, severity: str, entry: str, said: dict[str, Any]) -> None:
    """Each with its severity."""
    known = facts(release={"date": "2026-12-08", entry: {"one": said}}, schedule={"release": {"date": "2026-12-08"}})
    assert [(risk.key, risk.severity) for risk in risks(known)] == [(f"{kind}.release.{entry}.one", severity)]


@pytest.mark.parametrize(
    "said",
    [
        {"database_changes": {"a": {"description": "A.", "backward_compatible": True, "rehearsed_in": "staging"}}},
        {"tests": {"unit": {"passed": 10, "total": 10}}},
        {"flags": {"new": {"fallback": "The old page."}}},
        {"absences": {"omar": {"name": "Omar", "from": "2026-12-01", "to": "2026-12-07"}}},
        {"absences": {"omar": {"name": "Omar", "from": "2026-12-07", "to": "2026-12-09", "cover": "Lee"}}},
    ],
)
def test_what_is_provided_for_is_none(said: dict[str, Any]) -> None:
    """The same, rehearsed, passed, covered."""
    assert keys(facts(release=said, schedule={"release": {"date": "2026-12-08"}})) == []


@pytest.mark.parametrize(("expires", "told"), [("2026-12-01", 1), ("2027-01-07", 1), ("2027-01-08", 0), ("never", 0)])
def test_a_waiver_that_ends_about_the_release_is_a_risk(expires: str, told: int) -> None:
    """Thirty days after the release it is the next one's."""
    waiver = {"policy": "CKV_1", "resources": ("aws_lb.main",), "reason": "R.", "owner": "ops", "expires": expires}
    found = risks(facts(**DATE, project={"waiver": {"001": waiver}}))
    assert len(found) == told
    assert all(text(risk.owner) == "ops" for risk in found)


def test_what_people_see_stands_as_they_said_it() -> None:
    """Their rating decides; what they left out is an open question."""
    said = {"title": "Late payments", "probability": "medium", "impact": "critical", "mitigation": ("Wait",)}
    (risk,) = risks(facts(release={"risks": {"late": said}}))
    assert (risk.severity, text((risk.title,)), text(risk.mitigation[0])) == ("critical", "Late payments", "Wait.")
    assert all(line[0].key == "gap.here" for line in (*risk.contingency, *risk.criteria, risk.owner))


def test_every_reason_of_a_change_is_weighed() -> None:
    """A reason belongs to one kind of risk, or is known to be none."""
    told_only = {
        "created",
        "dynamic_parameter",
        "gone",
        "left",
        "made_again",
        "moved_by_block",
        "setting_comes",
        "setting_goes",
    }
    told_only |= {"window_moves"}
    kinds = [why for risk in CHANGE_RISKS.values() for why in risk.whys]
    tables = {row.why for row in (*EXPOSURE, *ALARMS, *CAPACITY, *DATABASE, *PROTECTION)} | set(LOSSES.values())
    assert len(kinds) == len(set(kinds))
    assert tables <= set(kinds) | told_only
    assert set(load("en")._words["sentences"]["change"]["why"]) == set(kinds) | told_only
    assert set(CHANGE_RISKS) <= set(KINDS)


@pytest.mark.parametrize("kind", sorted(CHANGE_RISKS))
def test_each_reason_raises_its_risk(kind: str) -> None:
    """In the live stage as bad as the kind is, elsewhere less."""
    for why in CHANGE_RISKS[kind].whys:
        (risk,) = risks(facts(**_changed(why, "production")))
        (elsewhere,) = risks(facts(**_changed(why, "staging")))
        assert (risk.key, risk.impact) == (f"{kind}.production", KINDS[kind].impact)
        assert elsewhere.key == f"{kind}.staging"
        assert IMPACTS.index(elsewhere.impact) < max(IMPACTS.index(risk.impact), 1)


def _changed(why: str, name: str) -> dict[str, Any]:
    return {**quiet(), **change(why, name, attribute="a", before=2, after=1)}


def test_severity_grows_with_probability_and_impact() -> None:
    """The matrix is monotone, and whole."""
    assert list(SEVERITY) == list(PROBABILITIES)
    for row in SEVERITY.values():
        assert len(row) == len(IMPACTS)
        assert list(row) == sorted(row, key=SEVERITIES.index)
    for lower, higher in pairwise(PROBABILITIES):
        for one, other in zip(SEVERITY[lower], SEVERITY[higher], strict=True):
            assert SEVERITIES.index(one) <= SEVERITIES.index(other)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_risk_is_told(language: str) -> None:
    """Each kind says all its parts in every language, whatever it is about."""
    known = facts(release=EVERYTHING, **change("open_to_all", before="10.0.0.0/8", after="0.0.0.0/0", actions=("a",)))
    found = risks(known)
    assert found
    for risk in found:
        assert all(text(line, language) for line in _lines(risk)), risk.key
    assert [text(line, language) for line in change_lines(known, "here")]


def _lines(risk: Risk) -> list[Any]:
    parts = (risk.why, risk.mitigation, risk.contingency, risk.criteria)
    return [(risk.title,), risk.description, risk.owner, *(line for part in parts for line in part)]


def test_statements_have_ids_of_their_own() -> None:
    """So that a document can hold all risks at once."""
    found = risks(facts(release=EVERYTHING, **change("data_lost")))
    ids = [one.id for risk in found for line in _lines(risk) for one in line if one.id]
    assert len(ids) == len(set(ids))


def test_changes_are_told_with_what_was_and_what_is() -> None:
    """How much was compared comes first; what needs no reason is gathered."""
    compared = "Compared with 3 stacks synthesized before:"
    known = facts(**_changed("fewer_tasks", "production"))
    assert _told(known) == [compared, "Production: `aws_x.y`, `a`, 2 → 1: fewer tasks serve."]
    gone = facts(**quiet(), **change("gone"))
    assert _told(gone) == [compared, "Production: also destroyed: `aws_x.y`."]


def test_what_changed_is_asked_for_or_told_to_be_nothing() -> None:
    """An output that was not compared is a question; equal outputs are an answer."""
    assert change_lines(facts(**quiet()), "here") == [(missing("against"),)]
    assert _told(facts(**quiet(), change={"compared": 3})) == [
        "Nothing changes, compared with 3 stacks synthesized before."
    ]


def _told(known: Facts) -> list[str]:
    return [text(line) for line in change_lines(known, "here")]


def test_risks_of_several_stages_are_told_apart() -> None:
    """A change that staging and production both have is two risks, whose titles name the stage."""
    both = change("major_upgrade")
    both["change"]["other"] = change("major_upgrade", "staging")["change"]["stack"]
    found = [one for one in risks(facts(**quiet(), **both)) if one.key.startswith("database_upgrade")]
    titles = {load("en").text(one.title) for one in found}
    assert titles == {f"A database changes its version for good ({name})" for name in ("staging", "production")}
