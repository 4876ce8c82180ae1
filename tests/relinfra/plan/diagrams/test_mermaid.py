from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings

from relinfra.plan.diagrams import mermaid
from relinfra.plan.diagrams.mermaid import Label, label
from relinfra.visible import visible
from tests.relinfra.plan.diagrams.drawings import HOSTILE, LABELS, drawings

Parse = Callable[[str], str]
ENTITY = re.compile(r"#(\d+);")


def test_the_parser_finds_what_is_wrong(parse: Parse) -> None:
    """What it lets pass is right, or this test is worth nothing."""
    assert parse('flowchart TB\n  n0["a"]') == ""
    assert parse('flowchart TB\n  n0["a"b"]') != ""
    assert parse("xychart-beta\n  bar [a]") != ""


@pytest.mark.parametrize("text", HOSTILE)
def test_no_label_breaks_a_diagram(parse: Parse, text: str) -> None:
    """Each alone, on everything that has a label."""
    assert [parse(mermaid(drawing)) for drawing in drawings(text)] == ["", "", ""]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LABELS, LABELS)
def test_no_labels_break_a_diagram(parse: Parse, first: str, second: str) -> None:
    """Any two together."""
    assert [parse(mermaid(drawing)) for drawing in drawings(first, second)] == ["", "", ""]


@given(LABELS)
def test_a_label_shows_its_text_on_one_line(text: str) -> None:
    """Entities stand for the characters they name, and nothing is left that a parser or a template reads."""
    shown = label(text)
    assert "\n" not in shown
    assert not set('"|`<>{}[]$%;:&*_\\') & set(ENTITY.sub("", shown))
    assert ENTITY.sub(lambda match: chr(int(match[1])), shown).split() == (label_text(text).split() or ["\N{EN DASH}"])


def label_text(text: str) -> str:
    """Return the characters a label can show; what hides or reorders text is none."""
    return visible(" ".join(text.split()))


def test_what_is_a_label_already_is_left_alone() -> None:
    """It is escaped once."""
    assert label(label("a;")) == "a#59;"
    assert label(Label("a;")) == "a;"


def test_the_same_drawing_gives_the_same_text() -> None:
    """There is no order but the drawing's."""
    assert [mermaid(one) for one in drawings("a", "b")] == [mermaid(one) for one in drawings("a", "b")]
