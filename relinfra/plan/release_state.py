"""The state of a release in its documents: in the title, in a section of its own, and with everything that happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from relinfra.evidence import Fact, Facts
from relinfra.evidence.records.execution import Approval, Deployment, Execution
from relinfra.plan.model import Block, Document, Line, Paragraph, Row, Section, Subheading, Table
from relinfra.plan.say import again, label, say

__all__ = ["approved_by", "checked_live", "deployed_live", "recorded", "state_of", "with_state"]

_SUMMARY = "summary"
_Told = tuple[Fact[str], Row]


def recorded(facts: Facts) -> bool:
    """Whether anything was recorded of the release as it was carried out."""
    execution = facts.execution
    return bool(
        execution.approvals or execution.deployments or execution.rollbacks or execution.seen or execution.checks
    )


def state_of(facts: Facts) -> Fact[str] | None:
    """Return where the release is: as its record has it, else as its file says; None where neither does."""
    return facts.execution.state if recorded(facts) else facts.release.status


def approved_by(facts: Facts, name: Fact[str] | None) -> bool:
    """Whether somebody with a name approved the release, or a deployment of it."""
    approvers = {one.by.value.casefold() for one in facts.execution.approvals if one.by}
    return name is not None and name.value.casefold() in approvers


def deployed_live(facts: Facts) -> bool:
    """Whether the last deployment to every live stage that was begun has succeeded."""
    customers = {stage.environment for stage in facts.live}
    last: dict[str, Deployment] = {}
    for one in facts.execution.deployments:
        if one.stage and one.stage.value.partition("@")[0] in customers:
            last[one.stage.value] = one
    return bool(last) and all(one.outcome and one.outcome.value == "succeeded" for one in last.values())


def checked_live(facts: Facts, check: str) -> bool:
    """Whether the last check of a kind in a live stage found everything in order."""
    customers = {stage.environment for stage in facts.live}
    found = [
        one.passed.value
        for one in facts.execution.checks
        if one.check and one.check.value == check and one.passed and one.stage
        if one.stage.value.partition("@")[0] in customers
    ]
    return bool(found) and found[-1]


def with_state(documents: tuple[Document, ...], facts: Facts) -> tuple[Document, ...]:
    """Return documents that say in their titles where the release is, and in the first, or the summary, all of it.

    Documents of a release of which nothing was recorded stay as they are.
    """
    state = facts.execution.state
    if not recorded(facts) or state is None:
        return documents
    lead = next((one for one in documents if one.name == _SUMMARY), documents[0])
    told = Section("state", None, tuple(_blocks(facts.execution, state)))
    return tuple(
        replace(
            one,
            state=again(say("state.title", state=state)),
            sections=_after_first(one, told) if one is lead else one.sections,
        )
        for one in documents
    )


def _after_first(document: Document, told: Section) -> tuple[Section, ...]:
    """Return the sections with one more: behind the one on the version, where a document begins with that."""
    place = 1 if document.sections and document.sections[0].key == "version" else 0
    return (*document.sections[:place], told, *document.sections[place:])


def _blocks(execution: Execution, state: Fact[str]) -> Iterator[Block]:
    approvals = [_approval(one) for one in execution.approvals if one.by and one.at]
    said = say(f"state.{state.value}", state=state)
    yield Paragraph((said, *chain(*approvals), label(f"state.next_{state.value}")))
    rows = sorted(_history(execution), key=lambda told: told[0].value)
    yield Subheading((label("state.history"),))
    headings = tuple(label(f"state.{one}") for one in ("when", "where", "what", "by"))
    yield Table(headings, tuple(row for _, row in rows))


def _approval(one: Approval) -> Line:
    key = "state.approved_for" if one.stage else "state.approved_by"
    given = {"by": one.by, "at": one.at, **({"stage": one.stage} if one.stage else {})}
    proof = (say("state.proof", one.id, proof=one.proof),) if one.proof else ()
    return (say(key, one.id, **given), *proof)


def _history(execution: Execution) -> Iterator[_Told]:
    for approval in execution.approvals:
        what = say("state.was_approved", approval.id)
        yield from _row(approval.id, approval.at, approval.stage, (what,), _who(approval.id, approval.by, approval.run))
    for seen in execution.seen:
        what = say("state.was_seen", seen.id, criterion=seen.criterion)
        yield from _row(seen.id, seen.at, None, (what,), _who(seen.id, seen.by, seen.proof))
    for deployment in execution.deployments:
        yield from _deployment(deployment)
    for step in execution.steps:
        what = say("state.was_stepped", step.id, step=step.step, outcome=step.outcome)
        yield from _row(step.id, step.at, step.stage, (what,), _who(step.id))
    for check in execution.checks:
        what = say("state.was_checked", check.id, check=check.check, passed=check.passed)
        found = (say("state.found", check.id, findings=check.findings),) if check.findings else ()
        yield from _row(check.id, check.at, check.stage, (what, *found), _who(check.id))
    for back in execution.rollbacks:
        what = say("state.was_rolled_back", back.id, version=back.to, reason=back.reason)
        yield from _row(back.id, back.at, back.stage, (what,), _who(back.id, back.by))


def _deployment(one: Deployment) -> Iterator[_Told]:
    commit = (say("state.deployed_from", one.id, commit=one.commit),) if one.commit else ()
    images = (say("state.images", one.id, images=one.images),) if one.images else ()
    began = (say("state.was_started", one.id), *commit, *images)
    yield from _row(one.id, one.started, one.stage, began, _who(one.id, run=one.run))
    if one.finished:
        ended = (say("state.was_ended", one.id, outcome=one.outcome),)
        yield from _row(f"{one.id}.end", one.finished, one.stage, ended, _who(f"{one.id}.end", run=one.run))


def _who(about: str, by: Fact[str] | None = None, run: Fact[str] | None = None) -> Line:
    """Return who did something, else that a run of the pipeline did where one is recorded, and its address."""
    who = say("state.person", about, by=by) if by else label("state.pipeline" if run else "state.nobody")
    return (who, say("state.run", about, run=run)) if run else (who,)


def _row(about: str, at: Fact[str] | None, stage: Fact[str] | None, what: Line, who: Line) -> Iterator[_Told]:
    if at:
        where = say("state.stage", about, stage=stage) if stage else label("state.whole")
        cells = ((say("state.at", about, at=at),), (where,), what, who)
        yield at, Row(tuple((cell,) for cell in cells))
