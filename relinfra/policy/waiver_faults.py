"""Waivers that do no good: of policies or addresses that do not exist, over, or accepting nothing that fails."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

from relinfra.evidence.output import Output
from relinfra.policy.finding import Finding, Status
from relinfra.policy.waiver import Waiver
from relinfra.policy.waivers import Waivers
from relinfra.reading.nearest import nearest

__all__ = ["Flaw", "Judged", "WaiverFault", "judge_waivers"]


class Flaw(StrEnum):
    """The reason why a waiver does no good."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    UNMATCHED = "unmatched"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class WaiverFault:
    """A waiver that does no good, and what to do about it; any fails a report."""

    waiver: Waiver
    flaw: Flaw
    told: str

    def __str__(self) -> str:
        return f"{self.waiver.place}: {self.told}"


@dataclass(frozen=True, slots=True)
class Judged:
    """The outcome for all waivers: faults, those that accepted nothing, and what is told and fails nothing."""

    faults: tuple[WaiverFault, ...]
    stale: tuple[Waiver, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True)
class _Run:
    """As much of a run as tells whether a waiver did any good."""

    waivers: Waivers
    findings: Sequence[Finding]
    policies: Collection[str]
    addresses: Mapping[str, Collection[str]]
    """Every address by environment."""
    part: Collection[str] | None
    """The environments that were checked; None where all were."""
    planned: bool

    def of(self, waiver: Waiver) -> Iterator[WaiverFault | str]:
        """Yield what is wrong with a waiver, and as text what is only told."""
        if waiver.policy not in self.policies:
            yield WaiverFault(waiver, Flaw.UNKNOWN, _unknown(waiver.policy, self.policies))
        elif waiver.expired(self.waivers.today):
            told = f"the waiver of {waiver.policy} ended on {waiver.expires}; mend what it was for, or decide anew"
            yield WaiverFault(waiver, Flaw.EXPIRED, told)
        elif not waiver.begun(self.waivers.today):
            yield f"{waiver.place}: the waiver of {waiver.policy} begins on {waiver.since}"
        else:
            yield from self._in_force(waiver)

    def _in_force(self, waiver: Waiver) -> Iterator[WaiverFault | str]:
        if self._all_seen(waiver):
            for pattern in waiver.resources:
                if not any(fnmatchcase(address, pattern) for address in self._addresses(waiver)):
                    told = f"no resource has the address {pattern}; mend or remove it ({waiver.policy})"
                    yield WaiverFault(waiver, Flaw.UNMATCHED, told)
        covered = [one for one in self.findings if waiver.covers(one.policy, one.address, one.environment)]
        if any(one.waiver == waiver for one in covered):
            return
        if any(one.status is Status.ACCEPTED for one in covered):
            yield f"{waiver.place}: {waiver.policy} is accepted by design on what the waiver names; remove it"
        elif self._all_seen(waiver):
            yield from self._unused(waiver, covered)

    def _unused(self, waiver: Waiver, covered: Sequence[Finding]) -> Iterator[WaiverFault | str]:
        others = [one for one in covered if one.status is Status.FAILED]
        if others:
            told = f"the waiver of {waiver.policy} accepts {waiver.accepted}, and {others[0].address} has another value"
            yield WaiverFault(waiver, Flaw.UNUSED, told)
        elif covered or self.planned:
            told = f"the waiver of {waiver.policy} accepts nothing that fails; remove it"
            yield WaiverFault(waiver, Flaw.UNUSED, told)
        elif any(fnmatchcase(one, pattern) for one in self._addresses(waiver) for pattern in waiver.resources):
            yield f"{waiver.place}: {waiver.policy} was not asked of what the waiver names; `--plans` may ask it"

    def _all_seen(self, waiver: Waiver) -> bool:
        """Return whether every environment of a waiver was checked, without which nobody knows what it accepts."""
        return self.part is None or bool(waiver.environments and set(waiver.environments) <= set(self.part))

    def _addresses(self, waiver: Waiver) -> Iterator[str]:
        for environment, addresses in self.addresses.items():
            if not waiver.environments or environment in waiver.environments:
                yield from addresses


def judge_waivers(
    waivers: Waivers, output: Output, findings: Sequence[Finding], policies: Collection[str], *, planned: bool
) -> Judged:
    """Return what is wrong with each waiver, given all findings and the ids of the policies that there are."""
    run = _Run(waivers, findings, policies, _addresses(output, findings), output.declared.part, planned)
    used = {one.waiver for one in findings if one.waiver}
    found = [(waiver, one) for waiver in waivers.declared for one in run.of(waiver)]
    faults = tuple(one for _, one in found if isinstance(one, WaiverFault))
    told = {waiver for waiver, one in found if isinstance(one, str)}
    stale = tuple(
        one for one in waivers.declared if one not in used and one not in told and not one.expired(waivers.today)
    )
    notices = (*(one for _, one in found if isinstance(one, str)), *_endless(waivers.declared))
    return Judged(faults, stale, notices)


def _unknown(policy: str, policies: Collection[str]) -> str:
    """Return that there is no such policy, and which one there is instead."""
    from relinfra_policies import RETIRED  # noqa: PLC0415 - loads Checkov, which runs by now

    if policy in RETIRED:
        return f"{RETIRED[policy]}. Waive those, or remove the waiver"
    return f"there is no policy {policy}. {nearest(policy, policies) or 'Remove the waiver'}"


def _addresses(output: Output, findings: Iterable[Finding]) -> Mapping[str, Collection[str]]:
    found: dict[str, set[str]] = {}
    for stack in output.stacks.values():
        found.setdefault(stack.label("environment"), set()).update(one.address for one in stack.resources)
    for finding in findings:
        found.setdefault(finding.environment, set()).add(finding.address)
    return found


def _endless(waivers: Iterable[Waiver]) -> Iterator[str]:
    places = [waiver.place for waiver in waivers if waiver.since is None]
    if places:
        yield f"{', '.join(places)}: say `since` when each waiver holds; from the next release on it is required"
