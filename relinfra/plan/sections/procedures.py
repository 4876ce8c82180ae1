"""Procedures of runbooks as steps of documents: the same commands, with the sentences of the language."""

from __future__ import annotations

from dataclasses import replace

from relinfra.plan.model import Block, Line, Paragraph, Statement, Step, Steps
from relinfra.plan.say import command, label, say
from relinfra.runbook import Procedure
from relinfra.runbook import Step as Done
from relinfra.runbook.emulation import not_emulated

__all__ = ["shown", "steps_of", "title_of", "told"]

_OF_ONE_CASE = ("stop", "rollback", "restore")


def steps_of(procedure: Procedure | None) -> tuple[Step, ...]:
    """Return the steps of a procedure, none of one that there is not."""
    if procedure is None:
        return ()
    seen: dict[str, int] = {}
    steps = []
    for one in procedure.steps:
        seen[one.key] = seen.get(one.key, 0) + 1
        # A key that comes again in one procedure is told apart by its place.
        place = "" if seen[one.key] == 1 else f".{seen[one.key]}"
        steps.append(_step(one, f"{procedure.about}.{procedure.kind}{place}"))
    return tuple(steps)


def told(where: str, *procedures: Procedure | None) -> tuple[Block, ...]:
    """Return procedures one after another, each with its title, when it is for, and steps numbered on their own.

    Whoever has stopped a deployment has the version before: read as one list, the rollback would take the one before.
    """
    blocks: list[Block] = []
    for one in (one for one in procedures if one):
        about = f"{where}.{one.about}"
        blocks.append(Paragraph((say(f"runbook.title.{one.kind}", about, **one.title), label(_when(one)))))
        blocks.append(Steps(steps_of(one)))
    return tuple(blocks)


def _when(procedure: Procedure) -> str:
    return f"runbook.when.{procedure.kind if procedure.kind in _OF_ONE_CASE else 'asked'}"


def shown(procedure: Procedure | None, where: str) -> Line:
    """Return the command that prints a procedure, for documents with no room for its steps; nothing of none."""
    if procedure is None:
        return ()
    return (command("show_runbook", f"{where}.{procedure.about}", runbook=procedure.name, **procedure.title),)


def title_of(procedure: Procedure) -> Statement:
    """Return what a procedure is called."""
    return say(f"runbook.title.{procedure.kind}", procedure.about, **procedure.title)


def _step(one: Done, about: str) -> Step:
    given = dict(one.given)
    command = Statement(f"command.{one.key}/{about}", one.command, given, command=True, around=one.around)
    done, then = say(f"runbook.{one.key}.do", about, **given), say(f"runbook.{one.key}.then", about, **given)
    then, why = replace(then, rests=one.bounds), not_emulated().get(one.command)
    limit = (label("runbook.limit", minutes=str(one.minutes)),) if one.minutes else ()
    emulated = (label(f"runbook.emulated.{why}"),) if why else ()
    return Step((done,), (command,) if one.command else (), (then, *limit, *emulated))
