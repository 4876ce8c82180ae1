"""One policy's answer about one block of Terraform, waivers applied."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from relinfra.policy.waiver import Waiver

__all__ = ["Finding", "Status"]


class Status(StrEnum):
    """The status of a finding: only `failed` makes a report fail."""

    FAILED = "failed"
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
    waiver: Waiver | None = None
    """The waiver that applies, where `status` is `waived`."""
