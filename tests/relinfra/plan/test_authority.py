"""One authority matrix: whichever document one reads, a trigger has the same decider and the same time."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from relinfra.plan import LANGUAGES, write_plan
from relinfra.plan.build import known_facts
from relinfra.plan.catalogue import load
from relinfra.plan.people import acting, on_call, person, with_contact
from relinfra.plan.say import label
from relinfra.plan.sections.triggers import trigger_of, triggers
from tests.relinfra.plan.facts import facts, stage, text

SHOP = Path(__file__).parents[3] / "examples/shop"
MARKS = re.compile(r"\[\^p\d+\]")
ALARM = {"name": "5xx", "subject": "error_rate", "threshold": 2, "comparison": "above", "window_minutes": 5}
ROLLOUT = {"strategy": "rolling", "circuit_breaker": True, "circuit_breaker_rollback": True}
PEOPLE = {
    "technical_lead": {"name": "Lee", "contact": "+1 555"},
    "release_manager": {"name": "Dana"},
}
ON_CALL = {
    "primary": {"name": "Tom", "contact": "1", "from": "2026-12-07", "to": "2026-12-11"},
    "escalation": {
        "1": {"role": "on_call", "within_minutes": 15},
        "2": {"role": "technical_lead", "within_minutes": 30},
    },
}


def rows(document: Path, heading: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield each row of the tables under a heading: the trigger, and who decides within what time."""
    inside = False
    for line in document.read_text(encoding="utf-8").splitlines():
        cells = [MARKS.sub("", cell).strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        inside = len(cells) == 4 and (inside or heading in cells)
        if inside and heading not in cells and not cells[0].startswith("---"):
            yield cells[0], (cells[2], cells[3])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_document_names_the_same_decider(
    synthesized: Callable[[str], Path], tmp_path: Path, language: str
) -> None:
    """Five sets render the matrix, and none of them disagrees."""
    shop = shutil.copytree(SHOP, tmp_path / "shop", ignore=shutil.ignore_patterns("out", "cdktf.out"))
    out = tmp_path / "out"
    write_plan(synthesized("shop"), out, repository=shop, version="2.5.0", sets=["all"], language=language)
    heading = load(language).text(label("return.heading.who"))
    deciders, documents = defaultdict(set), set()
    for document in out.rglob("*.md"):
        for trigger, decided in rows(document, heading):
            deciders[trigger].add(decided)
            documents.add(document.name.partition(".")[0])
    assert documents == {"release-plan", "dep-catalog", "deployment-plan", "rollback-plan"}
    assert len(deciders) > 15
    assert {trigger: found for trigger, found in deciders.items() if len(found) > 1} == {}


def test_people_answer_within_the_time_of_the_escalation() -> None:
    """Whoever is on call, the technical lead and the release manager, each as the release file has them."""
    alarms = {"down": {**ALARM, "subject": "unhealthy_hosts", "name": "down"}, "slow": {**ALARM, "name": "slow"}}
    known = facts(production=stage(alarm=alarms), release={"people": PEOPLE, "on_call": ON_CALL})
    found = {one.key: (text(one.decides), text(one.within)) for one in triggers(known)}
    assert found["production.alarm.down"][1] == "15"
    assert "Tom" in found["production.alarm.down"][0]
    assert found["production.alarm.slow"] == ("Technical lead Lee (+1 555)", "30")
    assert found["release.metrics"][1] == "no time is set"
    assert (slow := trigger_of(known, "production.alarm.slow"))
    assert text(slow.decides) == found["production.alarm.slow"][0]
    assert trigger_of(known, "production.alarm.other") is None


def test_without_an_escalation_the_time_is_asked_for() -> None:
    """Nobody makes a number up."""
    known = facts(production=stage(alarm={"slow": ALARM}), release={"people": PEOPLE})
    assert "open question" in text(next(one.within for one in triggers(known) if one.key == "production.alarm.slow"))


def test_a_rollback_alarm_after_the_bake_is_a_trigger_of_its_own(synthesized: Callable[[str], Path]) -> None:
    """While a deployment runs, nobody is asked; later nothing turns back by itself, and whoever is on call decides."""
    found = {one.key: one for one in triggers(known_facts(synthesized("shop"), repository=SHOP, version="2.5.0"))}
    running, later = (found[f"production.alarm.web_rollback_5xx{end}"] for end in ("", ".later"))
    assert running.automatic
    assert not later.automatic
    assert "later than 30 minutes after the traffic shift" in text(later.condition)
    assert "Tom Becker" in text(later.decides)
    assert "by hand" in text(later.action)


@pytest.mark.parametrize(
    ("away", "said"),
    [
        ({"from": "2026-12-07", "to": "2026-12-09"}, "(**away from 2026-12-07 to 2026-12-09, and nobody covers**)"),
        ({"from": "2026-12-08", "to": "2026-12-08", "cover": "Lee"}, "(away on 2026-12-08; Lee covers)"),
        ({"from": "2026-12-09", "to": "2026-12-11"}, ""),
    ],
)
def test_who_decides_is_there_on_the_day_or_said_not_to_be(away: dict[str, str], said: str) -> None:
    """Whoever reads at night whom to call learns that they are away, and who covers."""
    release = {"people": PEOPLE, "on_call": ON_CALL, "absences": {"dana": {"name": "dana", **away}}}
    known = facts(release=release, schedule={"release": {"date": "2026-12-08"}})
    named = text(person(known, "release_manager", "here"))
    assert text(with_contact(known, "release_manager", "here")) == f"{named} {said}".strip()
    assert text(acting(known, "technical_lead", "here")) == text(person(known, "technical_lead", "here"))
    assert "away" not in text(on_call(known, "here"))


@pytest.mark.parametrize(("minutes", "away"), [(90, False), (120, False), (121, True)])
def test_a_window_over_midnight_asks_for_people_on_both_days(minutes: int, away: bool) -> None:
    """Whoever leaves on the morning after is not there for its end."""
    release = {
        "people": PEOPLE,
        "window": {"start": "22:00", "minutes": minutes},
        "absences": {"dana": {"name": "dana", "from": "2026-12-09", "to": "2026-12-11"}},
    }
    known = facts(release=release, schedule={"release": {"date": "2026-12-08"}})
    assert ("away" in text(acting(known, "release_manager", "here"))) is away
