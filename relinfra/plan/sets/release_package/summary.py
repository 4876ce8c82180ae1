"""The closing summary: what was decided, what is left, where the documents lie."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Facts
from relinfra.evidence.records.release_file import Release
from relinfra.plan.blocks import points
from relinfra.plan.criteria import criteria
from relinfra.plan.document_ids import DocumentIds
from relinfra.plan.milestones import milestone
from relinfra.plan.missing import known, missing
from relinfra.plan.model import Check, Checklist, Line, Section, Step, Steps
from relinfra.plan.people import approvers, on_call, person
from relinfra.plan.release_state import approved_by, state_of
from relinfra.plan.say import label, say
from relinfra.plan.sections.rollback import way_back
from relinfra.plan.sets.release_package.risk import greatest
from relinfra.plan.stages import live_services
from relinfra.release import MilestoneName, Role

__all__ = ["summary"]

_DAYS: tuple[MilestoneName, ...] = ("code_freeze", "staging", "approval", "release", "stable", "retrospective")
_BEFORE = ("draft", "planning")
_NEXT = ("review", "fill", "approve", "begin", "verify")


def summary(facts: Facts, ids: DocumentIds, documents: tuple[str, ...]) -> tuple[Section, ...]:
    """Return the summary of the package; `documents` are the paths of the others."""
    open_ones = [one for one in criteria(facts) if not one.met]
    return (
        Section("sum.release", None, (points(_release(facts)),)),
        Section("sum.strategy", None, (points(_strategies(facts)),)),
        Section("sum.risks", None, (points(greatest(facts, ids)),)),
        Section("sum.days", None, (points(milestone(facts, name, "sum") for name in _DAYS),)),
        Section("sum.team", None, (points(_team(facts)),)),
        Section("sum.rollback", None, (points(_way_back(facts)),)),
        Section("sum.open", None, (Checklist(tuple(one.check() for one in open_ones)),)),
        Section("sum.approval", None, (Checklist(tuple(_approver(facts, role) for role in approvers(facts))),)),
        Section("sum.next", None, (Steps(tuple(_next_steps(facts))),)),
        Section("sum.documents", None, (points((label("sum.document", path=path),) for path in documents),)),
    )


def _release(facts: Facts) -> Iterator[Line]:
    for one in (Release.name, Release.version, Release.status, Release.summary):
        found = state_of(facts) if one is Release.status else one.of(facts.release)
        unsaid = label("sum.planning") if one is Release.status else missing(one.name)
        yield (label(f"sum.field.{one.name}"), say(f"sum.{one.name}", text=found) if found else unsaid)


def _next_steps(facts: Facts) -> Iterator[Step]:
    state = state_of(facts)
    if state and state.value not in _BEFORE:
        yield Step((label(f"state.next_{state.value}"),))
    else:
        yield from (Step((label(f"sum.do.{name}"),)) for name in _NEXT)


def _approver(facts: Facts, role: Role) -> Check:
    return Check(person(facts, role, "sum"), approved_by(facts, facts.release.person(role).name))


def _strategies(facts: Facts) -> Iterator[Line]:
    for _, service in live_services(facts):
        given = {"name": service.name, "strategy": service.rollout.strategy}
        yield (say("sum.strategy", service.id, **given),)


def _team(facts: Facts) -> Iterator[Line]:
    for role in ("release_manager", "technical_lead", "devops_engineer", "qa_lead"):
        yield person(facts, role, "sum.team")
    yield (label("sum.on_call"), *on_call(facts, "sum"))


def _way_back(facts: Facts) -> Iterator[Line]:
    yield from (way_back(stage, service) for stage, service in live_services(facts))
    wanted = facts.release.needs.rollback_within_minutes
    yield (known(wanted, say("sum.wanted", wanted=wanted), "needs.rollback_within_minutes"),)
