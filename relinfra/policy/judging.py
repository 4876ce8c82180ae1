"""Judging of a failure: accepted by design, waived by the team, or failed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from relinfra.evidence.output import Output
from relinfra.evidence.resource import Resource
from relinfra.policy.acceptance import Acceptances
from relinfra.policy.accepted_value import Place
from relinfra.policy.departing import departing
from relinfra.policy.finding import Finding, Status
from relinfra.policy.origin import Made, origin_of
from relinfra.policy.plans import stack_of_plan
from relinfra.policy.scan import Verdict
from relinfra.policy.selection import Selection
from relinfra.policy.waiver import Waiver
from relinfra.policy.waivers import Waivers

__all__ = ["Judging", "acceptances", "stack_of"]


def stack_of(file: str) -> str:
    """Return the stack of a file: the folder it lies in, or of a plan its name."""
    path = PurePosixPath(file)
    return path.parent.name or stack_of_plan(path.name)


def acceptances(output: Output, verdicts: Iterable[Verdict]) -> Acceptances:
    """Return what the pack accepts by design, given what passed of the stacks themselves."""
    from relinfra_policies import ACCEPTED  # noqa: PLC0415 - loads Checkov, which runs by now

    rules = {row.compensated_by for row in ACCEPTED}
    passed = {
        (verdict.policy, _scope(output, verdict), verdict.address)
        for verdict in verdicts
        if verdict.passed and verdict.policy in rules
    }
    return Acceptances(ACCEPTED, passed)


def _environment(output: Output, verdict: Verdict) -> str:
    stack = output.stacks.get(stack_of(verdict.file))
    return stack.label("environment") if stack else ""


def _scope(output: Output, verdict: Verdict) -> str:
    """Return where a rule may make up for what fails elsewhere: the environment, or the stack that is of none."""
    return _environment(output, verdict) or stack_of(verdict.file)


@dataclass(frozen=True)
class Judging:
    """Whatever decides on a failure: first the design, then the waivers of the team."""

    output: Output
    waivers: Waivers
    acceptances: Acceptances
    selection: Selection

    def asks(self, verdict: Verdict) -> bool:
        """Whether the packs of the environment hold it to the policy."""
        return self.selection.asks(_environment(self.output, verdict), verdict.policy)

    def _resource(self, verdict: Verdict) -> Resource | None:
        stack = self.output.stacks.get(stack_of(verdict.file))
        return stack.get(verdict.address) if stack else None

    def _waiver(self, verdict: Verdict, environment: str) -> Waiver | None:
        resource = self._resource(verdict)
        place = Place(self.output, resource) if resource else None
        return self.waivers.accept(verdict.policy, verdict.address, environment, place)

    def finding(self, verdict: Verdict) -> Finding:
        """Return the verdict with its place, and with what excuses it where it fails."""
        environment, policy, address = _environment(self.output, verdict), verdict.policy, verdict.address
        scope = environment or stack_of(verdict.file)
        accepted = None if verdict.passed else self.acceptances.accept(policy, address, scope)
        waiver = None if verdict.passed or accepted else self._waiver(verdict, environment)
        rule = self.selection.rules.get(policy)
        made = None if verdict.passed else _made(self.output, environment, stack_of(verdict.file), address)
        failure = Status.ACCEPTED if accepted else Status.WAIVED if waiver else Status.FAILED
        return Finding(
            policy=policy,
            title=verdict.title,
            stack=stack_of(verdict.file),
            environment=environment,
            address=address,
            file=verdict.file,
            lines=verdict.lines,
            status=Status.PASSED if verdict.passed else failure,
            guideline=verdict.guideline,
            construct=made.construct if made else "",
            origin=origin_of(self.output.declared, made, rule.remedy if rule else "") if made else None,
            rule=rule,
            arguments=() if verdict.passed else departing(policy, self._resource(verdict)),
            criteria=self.selection.criteria(environment, policy),
            waiver=waiver,
            acceptance=accepted,
        )


def _made(output: Output, environment: str, stack: str, address: str) -> Made:
    """Return what made the resource of a failure."""
    resource = output.stacks[stack].get(address) if stack in output.stacks else None
    path = resource.at("//", "metadata", "path") if resource else None
    return Made(environment=environment, stack=stack, address=address, construct=path.text if path else "")
