"""What turns a release back, how soon, and who decides."""

from __future__ import annotations

from typing import Any

import pytest

from relinfra.plan import LANGUAGES
from relinfra.plan.sections.triggers import URGENCIES, Trigger, trigger_of, triggers
from tests.relinfra.plan.facts import facts, stage, text

ROLLBACK = {
    "name": "shop-rollback",
    "subject": "error_rate",
    "comparison": "above",
    "threshold": 2,
    "window_minutes": 5,
    "missing_data": "notBreaching",
}
ALARMS = {
    "rollback": ROLLBACK,
    "errors": {**ROLLBACK, "name": "shop-errors", "threshold": 5},
    "hosts": {**ROLLBACK, "name": "shop-hosts", "subject": "unhealthy_hosts"},
}
DEPLOYMENT = {"strategy": "blue_green", "alarms": ("shop-rollback",), "alarms_enabled": True, "alarms_rollback": True}
SERVICE = {"name": "shop-web", "deployment": {**DEPLOYMENT, "circuit_breaker": True, "circuit_breaker_rollback": True}}
PEOPLE = {
    "technical_lead": {"name": "Lee"},
    "release_manager": {"name": "Dana"},
}
RELEASE = {
    "people": PEOPLE,
    "on_call": {"primary": {"name": "Tom", "contact": "1", "from": "2026-12-07", "to": "2026-12-11"}},
    "metrics": {"orders": {"title": "Orders", "alert_below": 52, "baseline": 58, "where": "https://example.com"}},
    "baselines": {"error_rate_percent": 0.2, "p95_latency_ms": 180},
}


def found(release: dict[str, Any]) -> dict[str, Trigger]:
    """Return the triggers of a live stage by key."""
    live = stage(service={"web": SERVICE}, alarm=ALARMS, database={"main": {"identifier": "shop-main"}})
    return {one.key: one for one in triggers(facts(production=live, release=release))}


def test_triggers_are_worked_out_once_for_all_who_ask() -> None:
    """The catalogue asks for each of its elements: four times the project would cost sixteen times as much."""
    here = facts(production=stage(service={"web": SERVICE}, alarm=ALARMS), release=RELEASE)
    assert triggers(here) is triggers(here)
    assert all(trigger_of(here, one.key) is one for one in triggers(here))
    assert trigger_of(here, "nothing") is None
    assert here.live is here.live


def test_urgency_follows_from_what_acts_and_what_is_lost() -> None:
    """Alarms of deployments act at once; others ask somebody, sooner or later."""
    assert {key: (one.urgency, one.automatic, text(one.decides)) for key, one in found(RELEASE).items()} == {
        "production.alarm.rollback": ("immediate", True, "Nobody is asked."),
        "production.service.web.circuit_breaker": ("immediate", True, "Nobody is asked."),
        "production.alarm.rollback.later": ("immediate", False, "Tom, on call from 2026-12-07 to 2026-12-11 (1)"),
        "production.alarm.hosts": ("immediate", False, "Tom, on call from 2026-12-07 to 2026-12-11 (1)"),
        "production.database.main.data": ("immediate", False, "Tom, on call from 2026-12-07 to 2026-12-11 (1)"),
        "breach": ("immediate", False, "Tom, on call from 2026-12-07 to 2026-12-11 (1)"),
        "production.alarm.errors": ("fast", False, "Technical lead Lee"),
        "reported": ("fast", False, "Technical lead Lee"),
        "release.metrics.orders": ("planned", False, "Release manager Dana"),
        "release.baselines.error_rate_percent": ("planned", False, "Release manager Dana"),
        "release.baselines.p95_latency_ms": ("planned", False, "Release manager Dana"),
    }


def test_a_baseline_is_a_trigger_below_the_least_alarm() -> None:
    """Between what is ordinary and where the first alarm fires."""
    said = text(found(RELEASE)["release.baselines.error_rate_percent"].condition)
    assert (
        said
        == "The share of failing requests stays above its ordinary 0.2 while it is below 2, where an alarm would fire."
    )
    alone = text(found(RELEASE)["release.baselines.p95_latency_ms"].condition)
    assert alone == "The p95 latency stays above its ordinary 180; no alarm watches it."


def test_an_ordinary_value_beyond_its_alarm_is_told_to_be_wrong() -> None:
    """Between the two there is nothing to watch for; so it is with a metric whose limit an ordinary day passes."""
    high = {**RELEASE, "baselines": {"error_rate_percent": 2}}
    said = text(found(high)["release.baselines.error_rate_percent"].condition)
    assert said.endswith("is ordinarily 2, which is not below 2, where an alarm fires: **one of the two is wrong**.")
    low = {**RELEASE, "metrics": {"orders": {"title": "Orders", "alert_below": 60, "baseline": 58}}}
    assert "which do not fit" in text(found(low)["release.metrics.orders"].condition)
    assert "which do not fit" not in text(found(RELEASE)["release.metrics.orders"].condition)


def test_work_that_nobody_asks_for_has_no_errors_of_requests() -> None:
    """Where every live service is a worker, no ordinary share of failing requests is asked for."""
    worker = stage(service={"jobs": {"name": "jobs", "worker": True}})
    assert not [one.key for one in triggers(facts(production=worker, release=RELEASE)) if "baselines" in one.key]


def test_what_nobody_said_is_an_open_question() -> None:
    """Who decides, what is ordinary, what the business watches."""
    for one in found({"version": "1.0.0"}).values():
        if not one.automatic:
            gaps = [said for said in (*one.condition, *one.decides) if said.key == "gap.here"]
            assert gaps, one.key


def test_the_most_urgent_come_first() -> None:
    """What acts by itself before what asks."""
    order = [(URGENCIES.index(one.urgency), not one.automatic) for one in found(RELEASE).values()]
    assert order == sorted(order)
    assert triggers(facts(release=RELEASE)) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_trigger_is_told(language: str) -> None:
    """In every language."""
    for one in (*found(RELEASE).values(), *found({"version": "1.0.0"}).values()):
        assert all(text(line, language) for line in (one.condition, one.action, one.decides))


def test_what_nobody_has_said_ends_a_sentence_that_asks_for_it() -> None:
    """It runs into no other words: where users are heard, and which value is ordinary."""
    found = {one.key: text(one.condition) for one in triggers(facts(production=stage(), release={"version": "2.5.0"}))}
    assert found["reported"] == "Users report that they cannot go on, heard through: **open question**"
    asked = [said for said in found.values() if "**open question**" in said]
    assert [said for said in asked if not said.endswith(": **open question**") and said != "**open question**"] == []
