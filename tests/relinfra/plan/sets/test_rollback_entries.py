"""Entries of the catalogue for what turns a release back: they say of an alarm what the authority matrix says."""

from relinfra.plan.sections.triggers import triggers
from relinfra.plan.sets.dep_catalog.rollbacks import rollback_entries
from tests.relinfra.plan.facts import facts, stage, text

_WEIGHED = "Whoever decides is called, and decides with the dashboard open."
_ALARM = {"comparison": "above", "threshold": 1}
_ALARMS = {
    "web_gone": {**_ALARM, "name": "web-gone", "subject": "healthy_hosts"},
    "web_5xx": {**_ALARM, "name": "web-5xx", "subject": "error_rate"},
}
_KNOWN = facts(
    production=stage(
        service={"web": {"name": "shop-web"}}, alarm=_ALARMS, database={"main": {"identifier": "shop-main"}}
    )
)
_ENTRIES = {one.key: one for one in rollback_entries(_KNOWN)}


def _said(key: str) -> str:
    entry = _ENTRIES[f"rollback.{key}"]
    lines = [entry.description, *(line for one in entry.details for line in (one.line, *one.under))]
    return "\n".join(text(line) for line in lines)


def test_what_leaves_users_without_service_is_not_weighed() -> None:
    """Whoever is on call turns back first, as the matrix has it; of any other alarm somebody decides."""
    assert "it goes back first" in _said("production.alarm.web_gone")
    assert _WEIGHED not in _said("production.alarm.web_gone")
    assert _WEIGHED in _said("production.alarm.web_5xx")
    assert _WEIGHED not in _said("breach")
    assert _WEIGHED in _said("reported")


def test_every_alarm_that_says_so_has_an_entry() -> None:
    """One that only the matrix knew would have no runbook in the catalogue."""
    urgent = {one.key for one in triggers(_KNOWN) if one.urgency == "immediate" and ".alarm." in one.key}
    assert urgent == {"production.alarm.web_gone"}
    assert {f"rollback.{key}" for key in urgent} <= _ENTRIES.keys()


def test_damaged_data_is_compared_before_it_serves() -> None:
    """To turn back alone would leave it as it is."""
    (action,) = (text(one.action) for one in triggers(_KNOWN) if one.key.endswith(".data"))
    assert action.startswith("Turn back first, so that no more is written. Then restore beside the original, compare")
