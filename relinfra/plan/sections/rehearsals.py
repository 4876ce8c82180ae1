"""Rehearsals: when a runbook or the way back was last walked, how long that took, and what was aimed at."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Fact, Facts, value_of
from relinfra.evidence.facts import Everything
from relinfra.evidence.records.project import Rehearsal
from relinfra.evidence.records.stage import Stage
from relinfra.plan.missing import known
from relinfra.plan.model import Line
from relinfra.plan.say import label, say
from relinfra.plan.stages import before_live
from relinfra.runbook import Procedure

__all__ = ["rehearsed", "way_back_rehearsed"]


def way_back_rehearsed(facts: Facts) -> Iterator[Line]:
    """Yield where the way back of a release is rehearsed, when it was last walked, and when it is walked again."""
    before, walked = before_live(facts), facts.release.rollback_rehearsal
    if before:
        yield (say("return.rehearse", before.id, stage=before.title),)
    else:
        yield (label("deploy.rehearse_alone"),)
    last = say("return.in", "last", day=walked.last, where=walked.where)
    yield (label("return.last"), known(walked.last, last, "rollback_rehearsal.last"))
    soon = say("return.on", "next", day=walked.next)
    yield (label("return.next"), known(walked.next, soon, "rollback_rehearsal.next"))


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
