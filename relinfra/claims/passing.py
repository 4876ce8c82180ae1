"""Whether secrets stay out of Terraform: no value of one is written into a stack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from relinfra.claims.claim import Claim, Condition
from relinfra.evidence.records.stage import Stage

__all__ = ["NoValuePasses", "no_value_passes"]


@dataclass(frozen=True)
class NoValuePasses(Claim):
    """No value of a secret passes through Terraform, and so into its plan and state."""

    kind: ClassVar[str] = "no_value_passes"
    policies: ClassVar[tuple[str, ...]] = (
        "CKV_RELINFRA_52",
        "CKV_RELINFRA_94",
    )


def no_value_passes(stages: Iterable[Stage]) -> NoValuePasses:
    """Return whether the stacks of all stages only refer to secrets."""
    written = Stage.literal_secrets.each(stages)
    return NoValuePasses("project", (Condition.of("written", not written, *written),))
