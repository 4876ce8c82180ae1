from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given, settings

from relinfra.plan.diagrams import Arrow, Flowchart, Group, Kind, Level, Schedule, Shape, Shift, svg
from relinfra.plan.diagrams.boxes import Box
from relinfra.plan.diagrams.layout import laid_out
from relinfra.plan.diagrams.marks import DETAIL, NAME, WIDTH
from relinfra.plan.diagrams.text import width, wrapped
from tests.relinfra.plan.diagrams.drawings import HOSTILE, LABELS, drawings, flowchart

SVG = "{http://www.w3.org/2000/svg}"
SIZES = {"name": NAME, "group": NAME}


def parsed(text: str) -> ET.Element:
    """Return the element of a picture."""
    return ET.fromstring(text)  # noqa: S314 - it is our own


@settings(max_examples=60, deadline=None)
@given(LABELS, LABELS)
def test_every_picture_is_an_image_with_a_name(first: str, second: str) -> None:
    """Whatever its labels hold, it is XML, named and described, and no label becomes an element of it."""
    for drawing in drawings(first, second):
        found = parsed(svg(drawing, title=first, id="one"))
        assert found.get("role") == "img"
        ids = {element.get("id"): element.tag for element in found.iter() if element.get("id")}
        assert ids == {"one-title": f"{SVG}title", "one-told": f"{SVG}desc"}
        assert {element.tag.removeprefix(SVG) for element in found.iter()} <= {
            *("svg", "title", "desc", "style", "g", "path", "rect", "text")
        }


@settings(max_examples=60, deadline=None)
@given(LABELS, LABELS)
def test_text_stays_in_the_picture(first: str, second: str) -> None:
    """No line is wider than the picture, on either side, nor below it."""
    for drawing in drawings(first, second):
        found = parsed(svg(drawing, title="x", id="x"))
        height = float((found.get("viewBox") or "").split()[3])
        for text in found.iter(f"{SVG}text"):
            style, x = text.get("class") or "", float(text.get("x") or 0)
            wide = width(text.text or "", SIZES.get(style, DETAIL))
            left = x - wide / 2 if style in ("name", "detail", "tick") else x - wide if style == "share" else x
            assert left >= 0
            assert left + wide <= WIDTH
            assert 0 < float(text.get("y") or 0) <= height


@given(LABELS)
def test_text_stays_in_its_shape(text: str) -> None:
    """A shape is as large as what is written in it."""
    for box in laid_out(flowchart(text)).boxes:
        for line in box.texts:
            assert width(line.text, SIZES.get(line.style, DETAIL)) <= box.width
            assert box.y < line.y - DETAIL < line.y < box.y + box.height


@given(LABELS)
def test_shapes_do_not_touch(text: str) -> None:
    """Each has a place of its own."""
    boxes = laid_out(flowchart(text, text)).boxes
    assert not any(_touch(one, other) for index, one in enumerate(boxes) for other in boxes[index + 1 :])


def _touch(one: Box, other: Box) -> bool:
    beside = one.x + one.width <= other.x or other.x + other.width <= one.x
    return not beside and not (one.y + one.height <= other.y or other.y + other.height <= one.y)


def test_what_leads_to_a_shape_stands_above_it() -> None:
    """A reader goes from top to bottom; only what leads back does not."""
    names = "abcd"
    shapes = tuple(Shape(name, Kind.STEP, (name,)) for name in names)
    arrows = (*(Arrow[str](one, other) for one, other in pairwise(names)), Arrow[str]("d", "a", dashed=True))
    boxes = laid_out(Flowchart((Group(None, shapes),), arrows)).boxes
    assert [box.texts[0].text for box in sorted(boxes, key=lambda box: box.y)] == list(names)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("room", [60, 120, 300])
def test_wrapped_text_is_whole_and_fits(text: str, room: float) -> None:
    """Nothing is left out but spaces where lines break."""
    lines = wrapped(text, room, 12)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line, 12) <= room for line in lines)


def test_a_drawing_that_cannot_be_is_refused() -> None:
    """Rather than drawn wrongly."""
    shape = Shape("a", Kind.STEP, ("a",))
    with pytest.raises(ValueError, match="same name"):
        Flowchart((Group(None, (shape, shape)),), ())
    with pytest.raises(ValueError, match="not there"):
        Flowchart((Group(None, (shape,)),), (Arrow[str]("a", "b"),))
    with pytest.raises(ValueError, match="without a day"):
        Schedule[str](())
    with pytest.raises(ValueError, match="no order"):
        Shift("x", "y", (Level(5, 10), Level(0, 20)))
    with pytest.raises(ValueError, match="none of a hundred"):
        Shift("x", "y", (Level(0, 110),))
