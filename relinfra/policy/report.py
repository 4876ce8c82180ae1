"""The outcome of `relinfra check`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from relinfra.policy.finding import Finding, Status
from relinfra.policy.waiver import Waiver
from relinfra.policy.waiver_faults import WaiverFault

__all__ = ["Excused", "Report"]


@dataclass(frozen=True, order=True, slots=True)
class Excused:
    """A failure that does not fail a report: what plain Checkov has to pass over to give the same verdict."""

    policy: str
    stack: str
    file: str
    address: str
    reason: str
    kind: Status
    """`accepted` by design, or `waived` by the team."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """Every finding, sorted by policy, stack and address, and what is to be known about the run."""

    project: str
    today: date
    """The day on which waivers were judged."""
    checkov: str
    """Checkov's version."""
    policies: int
    """How many policies were loaded, built in and of the pack."""
    pack: tuple[str, ...]
    """Ids of the pack's own policies."""
    digest: str = ""
    """The digest of the stacks that were checked."""
    stacks: tuple[str, ...]
    """Every stack that was checked, by name."""
    plans: tuple[str, ...] = ()
    """Every stack whose Terraform plan was checked too."""
    findings: tuple[Finding, ...]
    expired: tuple[Waiver, ...]
    """Waivers that no longer apply."""
    stale: tuple[Waiver, ...]
    """Waivers that are valid and match no failure: they can be removed."""
    faults: tuple[WaiverFault, ...] = ()
    """Waivers that do no good; any fails the report."""
    problems: tuple[str, ...]
    """Why the run cannot be trusted; any fails the report."""
    notices: tuple[str, ...]
    """What the run could not judge and does not fail for."""

    @property
    def ok(self) -> bool:
        """Whether nothing failed but what is excused, every waiver does some good, and the run can be trusted."""
        return self.holds and not self.faults

    @property
    def holds(self) -> bool:
        """Whether the stacks keep to the policies, whatever is wrong with waivers, and the run can be trusted."""
        return not self.problems and not self.failed

    @property
    def failed(self) -> tuple[Finding, ...]:
        """Return the findings that fail the report."""
        return self.having(Status.FAILED)

    @property
    def waived(self) -> tuple[Finding, ...]:
        """Return the failures that a waiver accepts."""
        return self.having(Status.WAIVED)

    @property
    def accepted(self) -> tuple[Finding, ...]:
        """Return the failures that are accepted by design."""
        return self.having(Status.ACCEPTED)

    @property
    def excused(self) -> tuple[Excused, ...]:
        """Return every failure that is accepted or waived, sorted, for whoever tells Checkov of them."""
        return tuple(
            sorted(
                Excused(one.policy, one.stack, one.file, one.address, why.reason, one.status)
                for one in self.findings
                if (why := one.acceptance or one.waiver)
            )
        )

    def having(self, status: Status) -> tuple[Finding, ...]:
        """Return the findings of one status."""
        return tuple(finding for finding in self.findings if finding.status is status)

    def count(self, stack: str | None = None) -> Mapping[Status, int]:
        """Return how many findings have each status, in one stack or in all."""
        counted = Counter(finding.status for finding in self.findings if stack in {None, finding.stack})
        return {status: counted[status] for status in Status}
