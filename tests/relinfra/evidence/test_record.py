"""Records: what can be known is declared once, and read and written by its field."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import pytest

import relinfra
from relinfra.discovery import modules
from relinfra.evidence import Fact, Facts, FileEvidence
from relinfra.evidence.declared import Declarations
from relinfra.evidence.facts import Everything
from relinfra.evidence.record import Field, Part, Parts, Record
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.alarm import Alarm
from relinfra.evidence.records.project import Project
from relinfra.evidence.records.release_file import Release
from relinfra.evidence.records.rollout import BlueGreen, OtherRollout
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.reading.fields import key_of
from relinfra.reading.model import Model
from relinfra.release.models import Release as ReleaseModel

PROOF = FileEvidence("by hand", 1, "")
HOUSE = Path(relinfra.__file__).parent


def classes() -> set[type[Record]]:
    """Return every record class there is."""
    found = {Record}
    list(modules("relinfra.evidence.records", packages=True))
    while more := {below for one in found for below in one.__subclasses__()} - found:
        found |= more
    return found - {Record, Everything}


def recorder() -> Recorder:
    """Return what writes down facts of a project."""
    return Recorder([], Declarations({}), (Everything,))


def test_a_fact_is_read_by_the_field_it_was_written_to() -> None:
    """Id, unit and type come from the field alone."""
    here = recorder()
    here.one(Everything.stages, "production").one(Stage.alarms, "web_5xx").add(Alarm.window_minutes, 5, PROOF)
    [fact] = here.facts
    assert (fact.id, fact.value, fact.unit) == ("production.alarm.web_5xx.window_minutes", 5, "minutes")
    [alarm] = Facts(here.facts).stage("production").alarms
    assert alarm.window_minutes is fact
    assert alarm.name is None


def test_a_field_of_another_record_is_refused() -> None:
    """A collector cannot write down what nobody could read there."""
    here = recorder().one(Everything.stages, "production")
    with pytest.raises(ValueError, match=r"production has no Alarm\.name"):
        here.add(Alarm.name, "web", PROOF)
    with pytest.raises(ValueError, match=r"production has no Project\.stacks"):
        here.one(Project.stacks, "web")


@pytest.mark.parametrize(("field", "value", "unit"), [(Alarm.name, 5, ""), (Alarm.window_minutes, 5, "seconds")])
def test_a_value_of_another_type_or_unit_is_refused(field: Field[object], value: object, unit: str) -> None:
    """What a field says of its facts is so."""
    with pytest.raises(ValueError, match="cannot be 5"):
        recorder().one(Everything.stages, "production").one(Stage.alarms, "web").add(field, value, PROOF, unit=unit)  # type: ignore[type-var]


def test_a_rollout_is_of_the_kind_that_its_strategy_says() -> None:
    """What a strategy does not have cannot be read of it."""
    blue = Facts([Fact("p.service.web.deployment.strategy", "blue_green", "", (PROOF,))])
    assert isinstance(Service(blue, "p.service.web").rollout, BlueGreen)
    assert isinstance(Service(Facts([]), "p.service.web").rollout, OtherRollout)


def written() -> Iterator[str]:
    """Yield `Class.field` wherever the collectors name one."""
    for path in chain.from_iterable((HOUSE / room).rglob("*.py") for room in ("evidence", "comparison")):
        if "records" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                    yield f"{node.value.id}.{node.attr}"


def test_every_field_is_written_by_a_collector() -> None:
    """What no collector declares cannot be read: it is in no record."""
    known, release = set(written()), Release.__module__.rpartition(".")[0]
    fields = [field for record in classes() if not record.__module__.startswith(release) for field in record.fields()]
    wholly_read = {"Paid", "Waiver"}  # their collectors go through all of their fields
    unwritten = [
        f"{field.owner.__name__}.{field.name}"
        for field in fields
        if field.owner.__name__ not in wholly_read
        and not any(
            getattr(one, field.name).at or f"{one.__name__}.{field.name}" in known
            for one in classes()
            if issubclass(one, field.owner)
        )
    ]
    assert unwritten == []


def test_every_value_of_a_release_file_has_its_field() -> None:
    """The records of a release are its models: the same names, the same order, nothing beside."""
    assert tuple(declared(ReleaseModel)) == tuple(recorded(Release))


def declared(model: type[Model], above: str = "") -> Iterator[str]:
    """Yield the path of every value that a model may have, a star for each key."""
    for name, field in model.model_fields.items():
        below = nested(field.annotation)
        path = f"{above}{key_of(name, field)}"
        yield from declared(below[0], f"{path}{below[1]}.") if below else [path]


def nested(annotation: Any) -> tuple[type[Model], str] | None:
    """Return the model within an annotation, and how its key is written: a star where there are several."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation, ""
    several = get_origin(annotation) not in (Union, UnionType, Annotated)
    found = next((one for argument in get_args(annotation) if (one := nested(argument))), None)
    return found and (found[0], ".*" if several or found[1] else "")


def recorded(record: type[Record], above: str = "") -> Iterator[str]:
    """Yield the path of every value that a record may have, a star for each key."""
    for member in vars(record).values():
        if isinstance(member, Field):
            yield f"{above}{member.word}"
        elif isinstance(member, Part | Parts):
            star = ".*" if isinstance(member, Parts) else ""
            yield from recorded(member.kinds[0], f"{above}{member.word}{star}.")
