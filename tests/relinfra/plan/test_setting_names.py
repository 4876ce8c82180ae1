from collections.abc import Iterator

import pytest

from relinfra.evidence.record import Field, Part, Parts, Record
from relinfra.evidence.records.stage import Stage
from relinfra.plan import LANGUAGES
from relinfra.plan.catalogue import load
from relinfra.plan.sections.further_differences import OWN, OWN_FIELDS
from relinfra.plan.sections.setting_names import key_below, kind_of, setting_name


def members(kind: type[Record], seen: set[type[Record]]) -> Iterator[tuple[bool, str]]:
    """Yield the word of every field and thing below a record that may have a row, and whether it is a field."""
    for base in (base for base in kind.__mro__ if base not in seen):
        seen.add(base)
        for member in vars(base).values():
            if isinstance(member, Field) and member.word not in {*OWN, *OWN_FIELDS}:
                yield True, member.word
            if isinstance(member, Part | Parts) and member.word not in OWN:
                yield from [(False, member.word)] if member.word else []
                for one in member.kinds:
                    yield from members(one, seen)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_of_a_stage_has_a_name(language: str) -> None:
    """Whatever stages may differ in is called something in every language, and nothing is named that is no fact."""
    catalogue, found = load(language), set(members(Stage, set()))
    for is_field, word in found:
        assert catalogue.words(f"setting.{'field' if is_field else 'thing'}.{word}")
    assert len(found) > 200


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("service.web.cpu", "Service `web` : CPU"),
        ("service.web.deployment.bake_minutes", "Service `web` : bake time"),
        ("service.web.migration", "Service `web` / Migration"),
        ("recovery.database.main.watch.subscribers", "Recovery / Database `main` / Watch : subscribers"),
        ("alarm", "Alarm"),
        ("container_insights", "Container Insights"),
    ],
)
def test_a_fact_is_named_by_its_way_from_the_stage(id: str, name: str) -> None:
    """Things from without, each with its key where there are several, then what is known of the last."""
    assert " ".join(map(load().text, setting_name(id))) == name


def test_things_are_told_by_kind() -> None:
    """What there may be several of is one row with the keys of each stage; what there is one of is a row of its own."""
    assert (kind_of("alarm.web_5xx"), key_below("alarm", "alarm.web_5xx")) == ("alarm", "web_5xx")
    assert (kind_of("service.web.migration"), key_below("service.web.migration", "service.web.migration.stack")) == (
        "service.web.migration",
        "",
    )
    assert key_below("alarm", "alarm.web_5xx.threshold") == "web_5xx"
