"""The execution record of a release as facts: approvals, deployments, steps, checks, ways back, and the state."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from relinfra.evidence.fact import FileEvidence
from relinfra.evidence.records.execution import (
    Approval,
    CheckResult,
    Deployment,
    Execution,
    Seen,
    StepResult,
    WayBack,
)
from relinfra.execution import Approved, Checked, Finished, Met, RolledBack, Started, Stepped, states_along

if TYPE_CHECKING:
    from relinfra.evidence.record import Field, Parts
    from relinfra.evidence.recorder import Recorder
    from relinfra.execution import ExecutionRecord, Place, State
    from relinfra.release import ReleaseFile

__all__ = ["collect"]

_EXCERPT = 120
_STATES: dict[str, State] = {
    "planning": "draft",
    "approved": "approved",
    "released": "released",
    "rolled_back": "rolled_back",
}
_KINDS: dict[type[Any], tuple[Parts[Any], dict[Field[Any], str]]] = {
    Approved: (
        Execution.approvals,
        {
            Approval.by: "by",
            Approval.at: "at",
            Approval.stage: "stage",
            Approval.proof: "proof",
            Approval.run: "run",
        },
    ),
    Met: (Execution.seen, {Seen.criterion: "criterion", Seen.by: "by", Seen.at: "at", Seen.proof: "proof"}),
    Started: (
        Execution.deployments,
        {
            Deployment.stage: "stage",
            Deployment.started: "at",
            Deployment.commit: "commit",
            Deployment.stacks: "stacks",
            Deployment.run: "run",
        },
    ),
    Stepped: (
        Execution.steps,
        {
            StepResult.stage: "stage",
            StepResult.step: "step",
            StepResult.outcome: "outcome",
            StepResult.started: "started",
            StepResult.at: "at",
        },
    ),
    Checked: (
        Execution.checks,
        {
            CheckResult.stage: "stage",
            CheckResult.check: "check",
            CheckResult.passed: "passed",
            CheckResult.at: "at",
            CheckResult.digest: "digest",
            CheckResult.findings: "findings",
        },
    ),
    RolledBack: (
        Execution.rollbacks,
        {
            WayBack.stage: "stage",
            WayBack.at: "at",
            WayBack.to: "to",
            WayBack.reason: "reason",
            WayBack.by: "by",
        },
    ),
}
"""The records that events become, with the attribute of the event that each field is."""


def collect(
    record: ExecutionRecord | None, file: ReleaseFile | None, live: Collection[str], recorder: Recorder
) -> None:
    """Collect what a record holds; `live` are the environments of customers, which decide the state.

    Where the record says nothing of the state, the release file does.
    """
    places = record.places if record else ()
    running: dict[str, tuple[Recorder, Place]] = {}
    for number, place in enumerate(places, 1):
        if isinstance(place.event, Finished):
            if begun := running.pop(place.event.stage, None):
                _end(place.event, begun, _proof(record, place))
        else:
            own = _event(recorder, f"{number:04}", place, _proof(record, place))
            if isinstance(place.event, Started):
                running[place.event.stage] = own, place
    _state(record, file, live, recorder)


def _event(recorder: Recorder, key: str, place: Place, proof: FileEvidence) -> Recorder:
    parts, fields = _KINDS[type(place.event)]
    own = recorder.one(parts, key)
    for field, name in fields.items():
        value = getattr(place.event, name)
        if value not in (None, ()):
            own.add(field, value, proof)
    if isinstance(place.event, Started) and place.event.images:
        images = tuple(f"{name}={digest}" for name, digest in sorted(place.event.images.items()))
        own.add(Deployment.images, images, proof)
    return own


def _end(event: Finished, begun: tuple[Recorder, Place], proof: FileEvidence) -> None:
    own, _ = begun
    own.add(Deployment.finished, event.at, proof)
    own.add(Deployment.outcome, event.outcome, proof)


def _state(record: ExecutionRecord | None, file: ReleaseFile | None, live: Collection[str], recorder: Recorder) -> None:
    """Collect the state with the event, or the line of the release file, that brought the release to it."""
    places = record.places if record else ()
    state: State | None = None
    decided = None
    for place, now in zip(places, states_along((one.event for one in places), live), strict=True):
        if now != state:
            state, decided = now, place
    if state and decided:
        recorder.add(Execution.state, state, _proof(record, decided))
    elif file:
        status = file.release.status
        recorder.add(Execution.state, _STATES[status], FileEvidence(file.path, file.line("status"), status))


def _proof(record: ExecutionRecord | None, place: Place) -> FileEvidence:
    return FileEvidence(record.path if record else "", place.line, place.text[:_EXCERPT])
