"""Whether Terraform waits for a deployment to end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from relinfra.claims.claim import Claim, Condition, is_true
from relinfra.evidence import Fact, Figure
from relinfra.evidence.records.service import Service

__all__ = ["TerraformWaits", "terraform_waits"]


@dataclass(frozen=True)
class TerraformWaits(Claim):
    """`terraform apply` ends when the deployment has, and fails with it; `limit` is for how long it waits at most."""

    kind: ClassVar[str] = "terraform_waits"
    policies: ClassVar[tuple[str, ...]] = ("CKV_RELINFRA_5", "CKV_RELINFRA_25")

    limit: Fact[Figure] | None


def terraform_waits(service: Service) -> TerraformWaits:
    """Return whether Terraform waits for a deployment of the service."""
    rollout = service.rollout
    # The provider's default is not to wait.
    waiting = Condition.of("waits", is_true(rollout.waits_for_steady_state) or False, rollout.waits_for_steady_state)
    limit = Condition.of("limit", rollout.waits_minutes is not None, rollout.waits_minutes)
    return TerraformWaits(service.id, (waiting, limit), rollout.waits_minutes)
