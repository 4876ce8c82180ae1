"""Rehearsals: when a runbook was last run, how long that took, and what was aimed at."""

from __future__ import annotations

from relinfra.evidence import Fact, value_of
from relinfra.evidence.facts import Everything
from relinfra.evidence.records.project import Rehearsal
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Line
from relinfra.plan.say import say
from relinfra.runbook import Procedure

__all__ = ["rehearsed"]


def rehearsed(stage: Stage, procedure: Procedure | None, rto: Fact | None = None, rpo: Fact | None = None) -> Line:
    """Return when a procedure was last run, beside what is aimed at; nothing where no log of it is kept."""
    last = _last(stage, procedure) if procedure else None
    if not (procedure and last):
        return ()
    about = f"{procedure.about}.{procedure.kind}"
    given = {"runbook": last.runbook, "day": last.day}
    if last.failed:
        return (say("recovery.rehearsal_failed", about, **given, failed=last.failed),)
    key = "rehearsed" if not rto else "rehearsed_beyond" if _more(last.minutes, rto) else "rehearsed_within"
    line = (say(f"recovery.{key}", about, **given, minutes=last.minutes, rto=rto),)
    if not (last.seconds_behind and rpo):
        return line
    return (*line, say("recovery.rehearsed_behind", about, seconds=last.seconds_behind, rpo=rpo))


def _last(stage: Stage, procedure: Procedure) -> Rehearsal | None:
    """Return the last rehearsal of a procedure; of two on one day the one whose log comes later by its name."""
    known = Everything(stage.facts, "").project.repository.rehearsals
    mine = [one for one in known if value_of(one.runbook) == procedure.name]
    return max(mine, key=lambda one: (str(value_of(one.day)), one.key), default=None)


def _more(minutes: Fact | None, rto: Fact) -> bool:
    found, aim = value_of(minutes), rto.value
    return isinstance(found, int | float) and isinstance(aim, int | float) and found > aim
