"""One policy's answer about one block of Terraform, waivers applied."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from relinfra.policy.acceptance import Acceptance
from relinfra.policy.origin import Origin
from relinfra.policy.rule import Rule
from relinfra.policy.waiver import Waiver

__all__ = ["Finding", "Status"]


class Status(StrEnum):
    """The status of a finding: only `failed` makes a report fail."""

    FAILED = "failed"
    ACCEPTED = "accepted"
    """By design: a rule of the pack makes up for it, and passes."""
    WAIVED = "waived"
    PASSED = "passed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """A policy, the Terraform address it judged, and the verdict."""

    policy: str
    title: str
    """What the policy demands, in one sentence."""
    stack: str
    environment: str
    """The stack's `environment` tag; empty where the stack has none."""
    address: str
    """The whole Terraform address: `aws_ecs_service.web`, `data.aws_region.here`, `provider.aws`."""
    file: str
    """Relative to the synthesized folder; of what only a plan shows, relative to the folder of the plans."""
    lines: tuple[int, int]
    """First and last line, from 1."""
    status: Status
    guideline: str = ""
    """A page that explains the policy; empty where Checkov names none."""
    construct: str = ""
    """The path of the construct that made what failed, such as `shop-production-data/database-main/…`."""
    origin: Origin | None = None
    """The field of the matrix that decides about it; None of what no environment declares."""
    rule: Rule | None = None
    """The rule of the release contract; None of Checkov's own policies and a team's."""
    criteria: tuple[str, ...] = ()
    """The criteria of the environment's packs that the policy is evidence of, such as `soc2 CC6.1`."""
    arguments: tuple[str, ...] = ()
    """The arguments, statements and references that depart from what is declared, as paths, where a rule holds them."""
    waiver: Waiver | None = None
    """The waiver that applies, where `status` is `waived`."""
    acceptance: Acceptance | None = None
    """The exception of the pack that applies, where `status` is `accepted`."""

    @property
    def remedy(self) -> str:
        """The advice of the rule on a failure; empty where only the page of the policy says it."""
        return self.rule.remedy if self.rule else ""
