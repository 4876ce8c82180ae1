"""Drawings with every kind of shape and label, and labels that mean harm."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from relinfra.plan.diagrams import (
    Arrow,
    Drawing,
    Flowchart,
    Group,
    Kind,
    Level,
    Phase,
    Schedule,
    Shape,
    Shift,
    Span,
    Stretch,
)

HOSTILE = (
    'a"b',
    "a|b",
    "`x`",
    "<script>alert(1)</script>",
    "${{ secrets.X }}",
    "%%{init: {}}%%",
    "end",
    "a; b",
    "a\nend\nb",
    "1. Build",
    "- a",
    "click me",
    "title x",
    "section y",
    "2026-01-01",
    "#35;",
    "&lt;",
    "_a_ *b*",
    "]]})>",
    "\\",
    "--> n0",
    ":::x",
    "",
    "w" * 300,
    "Ж" * 60,
)

LABELS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40))


def flowchart(*labels: str) -> Flowchart[str]:
    """Return a flowchart that has each label on a shape of each kind, on a frame and on an arrow."""
    shapes = tuple(Shape(f"{kind}-{index}", kind, (text, text)) for index, text in enumerate(labels) for kind in Kind)
    arrows = [Arrow(shapes[0].name, shape.name, text) for shape in shapes[1:] for text in labels[:1]]
    arrows.append(Arrow(shapes[-1].name, shapes[0].name, labels[-1], dashed=True))
    return Flowchart((Group(None, shapes[:1]), Group(labels[0], shapes[1:])), tuple(arrows))


def schedule(*labels: str) -> Schedule[str]:
    """Return a schedule that has each label on a phase, a span and a milestone."""
    first = date(2026, 11, 24)
    phases = (Phase(text, (Span(text, first), Span(text, first, date(2026, 12, 3)))) for text in labels)
    return Schedule(tuple(phases))


def shift(*labels: str) -> Shift[str]:
    """Return a shift that has each label on a stretch, and the first on its axes."""
    stretches = tuple(Stretch(text, 10, 40) for text in labels)
    return Shift(labels[0], labels[0], (Level(0, 10), Level(10, 100)), stretches)


def drawings(*labels: str) -> tuple[Drawing[str], ...]:
    """Return a drawing of each kind."""
    return flowchart(*labels), schedule(*labels), shift(*labels)
