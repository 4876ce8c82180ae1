"""`planning.log`: what was planned for which day and what happened when, a line each, for programs and for `grep`."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Fact, Facts, value_of
from relinfra.evidence.records.execution import Execution
from relinfra.plan.milestones import MILESTONES
from relinfra.plan.release_state import state_of
from relinfra.release import RESPONSIBLE
from relinfra.visible import visible

__all__ = ["planning_log"]

_RELEASE, _PLANNED = "release", "planned"
Entry = tuple[str, str, str]
"""A day or a moment, the stage or the release as a whole, and what happened there."""


def planning_log(facts: Facts, version: str | None) -> str:
    """Return the log: the begin of planning, the milestones, and every event of the execution record, in their order.

    The lines are those of `relinfra record show`. Without a date or an event only the state of the release is known.
    """
    found = [*_planning(facts, version), *_events(facts.execution)]
    state = state_of(facts)
    named = state.value if state else "planning"
    lines = [" ".join((at, f"{where}:", what)) for at, where, what in sorted(found, key=lambda one: one[0])]
    return "".join(f"{visible(' '.join(line.split()))}\n" for line in (*lines, f"state of {version}: {named}"))


def _planning(facts: Facts, version: str | None) -> Iterator[Entry]:
    release = facts.release
    if release.planning_started:
        yield str(release.planning_started.value), _RELEASE, f"planning of {version} began"
    for name in MILESTONES:
        day = facts.schedule.milestone(name).date
        if day:
            role = RESPONSIBLE.get(name)
            who = release.person(role).name if role else None
            led = f", {role.replace('_', ' ')}{f' {who.value}' if who else ''}" if role else ""
            yield str(day.value), _PLANNED, f"{name.replace('_', ' ')}{led}"


def _events(execution: Execution) -> Iterator[Entry]:
    for approval in execution.approvals:
        yield from _event(approval.at, approval.stage, f"approved by {value_of(approval.by)}")
    for seen in execution.seen:
        yield from _event(seen.at, None, f"{value_of(seen.criterion)} is met, says {value_of(seen.by)}")
    for deployment in execution.deployments:
        yield from _event(deployment.started, deployment.stage, "started")
        yield from _event(deployment.finished, deployment.stage, str(value_of(deployment.outcome)))
    for step in execution.steps:
        yield from _event(step.at, step.stage, f"{value_of(step.step)} {value_of(step.outcome)}")
    for check in execution.checks:
        said = "passed" if value_of(check.passed) else "failed"
        yield from _event(check.at, check.stage, f"{str(value_of(check.check)).replace('_', ' ')} {said}")
    for back in execution.rollbacks:
        yield from _event(back.at, back.stage, f"taken back to {value_of(back.to)}: {value_of(back.reason)}")


def _event(at: Fact[str] | None, stage: Fact[str] | None, what: str) -> Iterator[Entry]:
    if at:
        yield at.value, stage.value if stage else _RELEASE, what
