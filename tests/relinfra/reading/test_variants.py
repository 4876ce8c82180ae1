"""A small union: what a parcel says depends on how it travels."""

import pickle
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

import pytest
from pydantic import Field, ValidationError

from relinfra.reading.fields import annotation_at, model_at
from relinfra.reading.model import Model
from relinfra.reading.variant import ABSENT, FOREIGN, Foreign, Needed, Variant
from relinfra.reading.variants import Loosely, Variants, declared_model


class ByRail(Variant):
    """A parcel on a train."""

    spoken: ClassVar[str] = "the railway"
    refused: ClassVar[Mapping[str, Foreign]] = {"stamp": Foreign("no stamp by rail", "take it off")}

    way: Literal["rail"] = Field("rail", description="How.")
    wagon: int | None = Field(None, description="Where.")


class ByPost(Variant):
    """A parcel in a mailbag."""

    spoken: ClassVar[str] = "the post"

    way: Literal["post"] = Field(description="How.", examples=["post"])
    stamp: Annotated[int, Needed("how much {} costs")] = Field(description="Cents.", examples=[95])


class Registered(ByPost):
    """A fast one."""

    speed: Annotated[Literal["express"], Needed("how fast {} is")] = Field(description="Haste.", examples=["express"])


class Insured(ByPost):
    """A dear one."""

    speed: Annotated[Literal["slow"], Needed("how fast {} is")] = Field(description="Haste.", examples=["slow"])
    value: int = Field(description="Euros.", examples=[500])


Parcel = Annotated[ByRail | Registered | Insured, Variants("Parcel", "A parcel.", "way", "speed")]


class Shipment(Model):
    """A parcel, and perhaps the draft of another."""

    parcel: Parcel = Field(description="What is sent.")
    draft: Annotated[Mapping[str, Any] | None, Loosely(Parcel)] = Field(None, description="What may be sent.")


def faults(**parcel: Any) -> set[tuple[str, tuple[str | int, ...]]]:
    with pytest.raises(ValidationError) as caught:
        Shipment.model_validate({"parcel": parcel})
    return {(fault["type"], fault["loc"]) for fault in caught.value.errors()}


def test_tags_choose_the_member() -> None:
    """One tag after the other; the member whose tag has a default is meant where none is given."""
    assert Shipment.model_validate({"parcel": {}}).parcel == ByRail()
    insured = {"way": "post", "speed": "slow", "stamp": 95, "value": 3}
    assert isinstance(Shipment.model_validate({"parcel": insured}).parcel, Insured)


def test_fields_of_others_are_checked_and_left_out() -> None:
    """What was merged under a member means nothing to it, and is still no place for a mistake."""
    express = {"way": "post", "speed": "express", "stamp": 95, "wagon": 7}
    assert Shipment.model_validate({"parcel": express}).parcel == Registered(way="post", speed="express", stamp=95)
    assert faults(**express | {"wagon": "seven"}) == {("int_type", ("parcel", "wagon"))}


def test_a_field_that_would_hide_a_decision_is_refused() -> None:
    """Unless it is empty, or wrong by itself."""
    assert faults(stamp=95) == {(FOREIGN, ("parcel", "stamp"))}
    assert faults(stamp="much") == {("int_type", ("parcel", "stamp"))}


def test_everything_wrong_is_said_at_once() -> None:
    """Wrong, unknown, missing and foreign values, at paths that name no member."""
    assert faults(way="post", speed="slow", value="x", wagon="y", colour=1) == {
        ("int_type", ("parcel", "value")),
        ("int_type", ("parcel", "wagon")),
        ("extra_forbidden", ("parcel", "colour")),
        (ABSENT, ("parcel", "stamp")),
    }


@pytest.mark.parametrize(
    ("parcel", "expected"),
    [
        ({"way": "sea"}, {("literal_error", ("parcel", "way"))}),
        ({"way": "post", "stamp": 1}, {(ABSENT, ("parcel", "speed"))}),
        ({"way": "post", "stamp": 1, "speed": "fast"}, {("literal_error", ("parcel", "speed"))}),
        ({"way": ["rail"]}, {("literal_error", ("parcel", "way"))}),
    ],
)
def test_a_tag_that_names_no_member_is_one_fault(parcel: Any, expected: Any) -> None:
    """What its member would have needed is not known."""
    assert faults(**parcel) == expected


def test_a_wrong_tag_names_every_choice() -> None:
    """In the order of the members, each once."""
    with pytest.raises(ValidationError, match="'rail' or 'post'"):
        Shipment.model_validate({"parcel": {"way": "sea"}})


def test_no_mapping_is_no_member() -> None:
    """A value in its place is refused as in the place of any mapping."""
    with pytest.raises(ValidationError) as caught:
        Shipment.model_validate({"parcel": 5})
    assert [fault["type"] for fault in caught.value.errors()] == ["model_type"]


def test_what_may_be_written_is_one_mapping() -> None:
    """Editors and the reference see every field once, required only where every member requires it."""
    declared = declared_model(Parcel)
    assert declared is not None
    assert model_at(Shipment, ("parcel",)) is declared
    assert [name for name, field in declared.model_fields.items() if field.is_required()] == []
    assert annotation_at(Shipment, ("parcel", "way")) == Literal["rail", "post"]
    assert annotation_at(Shipment, ("parcel", "speed")) == Literal["express", "slow"]
    schema = Shipment.model_json_schema()["$defs"]["Parcel"]
    assert (schema["description"], list(schema["properties"])) == (
        "A parcel.",
        ["way", "wagon", "speed", "stamp", "value"],
    )


def test_a_loose_mapping_need_not_be_whole() -> None:
    """Each of its fields is checked, none is missed; it can be kept for another process."""
    shipment = Shipment.model_validate({"parcel": {}, "draft": {"way": "post", "wagon": 3}})
    assert shipment.draft == {"way": "post", "wagon": 3, "speed": None, "stamp": None, "value": None}
    assert pickle.loads(pickle.dumps(shipment)) == shipment  # noqa: S301 - our own bytes
    assert shipment.model_dump(mode="json")["draft"]["wagon"] == 3
    with pytest.raises(ValidationError, match="int_type"):
        Shipment.model_validate({"parcel": {}, "draft": {"wagon": "three"}})
