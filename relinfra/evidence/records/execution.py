"""The execution of a release: what its record says happened, and the state that follows."""

from __future__ import annotations

from relinfra.evidence.record import Record, flag, moment, parts, text, texts

__all__ = ["Approval", "CheckResult", "Deployment", "Execution", "Seen", "StepResult", "WayBack"]


class Approval(Record):
    """An approval of the release, or of its deployment to one stage."""

    by = text()
    at = moment()
    stage = text()
    proof = text()
    run = text()


class Seen(Record):
    """A criterion that somebody saw met."""

    criterion = text()
    by = text()
    at = moment()
    proof = text()


class Deployment(Record):
    """One deployment to a stage, from its beginning to its end."""

    stage = text()
    started = moment()
    finished = moment()
    outcome = text()
    commit = text()
    stacks = text()
    images = texts()
    run = text()


class StepResult(Record):
    """One step of a deployment, and how it ended."""

    stage = text()
    step = text()
    outcome = text()
    started = moment()
    at = moment()


class CheckResult(Record):
    """A gate, a smoke test or a look at what was built, and what it found."""

    stage = text()
    check = text()
    passed = flag()
    at = moment()
    digest = text()
    findings = texts()


class WayBack(Record):
    """A stage that was taken back."""

    stage = text()
    at = moment()
    to = text()
    reason = text()
    by = text()


class Execution(Record):
    """Everything that is recorded of a release that was carried out, or is."""

    state = text()
    approvals = parts(Approval, "approval")
    seen = parts(Seen)
    deployments = parts(Deployment, "deployment")
    steps = parts(StepResult, "step")
    checks = parts(CheckResult, "check")
    rollbacks = parts(WayBack, "rollback")

    def seen_met(self, criterion: str) -> Seen | None:
        """Return who saw a criterion met last, None where nobody did."""
        found = [one for one in self.seen if one.criterion and one.criterion.value == criterion]
        return found[-1] if found else None
