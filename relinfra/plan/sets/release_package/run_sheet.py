"""The run sheet: the day minute by minute, and the order of undoing; one page each way."""

from __future__ import annotations

from relinfra.evidence import Facts
from relinfra.plan.day.act import Turn
from relinfra.plan.day.acts import day
from relinfra.plan.day.clock import when
from relinfra.plan.day.undoing import undoing
from relinfra.plan.model import Line, Paragraph, Row, Section, Table
from relinfra.plan.say import label

__all__ = ["run_sheet"]

_DOING = ("when", "who", "do", "expected", "abort")
_UNDOING = ("who", "do", "expected", "takes")


def run_sheet(facts: Facts) -> tuple[Section, ...]:
    """Return the run sheet: what is done, and how it is undone."""
    return (
        Section("run.doing", None, (Paragraph((label("run.opening"),)), _doing(facts))),
        Section("run.undoing", None, (Paragraph((label("run.order"),)), _undoing(facts))),
    )


def _doing(facts: Facts) -> Table:
    rows = tuple(
        Row(
            (
                _moment(facts, turn),
                (turn.act.owner,),
                (turn.act.does, *turn.act.commands),
                (turn.act.expected,),
                turn.act.abort,
            )
        )
        for turn in day(facts)
    )
    return Table(tuple(label(f"run.heading.{name}") for name in _DOING), rows)


def _moment(facts: Facts, turn: Turn) -> tuple[Line, ...]:
    """Return when an act begins at the latest, and how long it may take."""
    begins = when(facts, turn.act.key, turn.at, turn.rests)
    return (begins, (label("run.at_most"), *turn.act.limit)) if turn.act.limit else (begins,)


def _undoing(facts: Facts) -> Table:
    rows = tuple(
        Row(((one.owner,), (one.does, *one.commands), (one.expected,), (one.takes,))) for one in undoing(facts)
    )
    return Table(tuple(label(f"run.heading.{name}") for name in _UNDOING), rows)
