"""Whether new tasks are judged by the same check whichever target group they are in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from relinfra.claims.claim import Claim, Condition, is_true
from relinfra.evidence.records.service import Service

__all__ = ["CheckedAlike", "checked_alike"]


@dataclass(frozen=True)
class CheckedAlike(Claim):
    """Both target groups between which a service alternates take a task for healthy in the same way."""

    kind: ClassVar[str] = "checked_alike"
    policies: ClassVar[tuple[str, ...]] = ("CKV_RELINFRA_35",)


def checked_alike(service: Service) -> CheckedAlike:
    """Return whether the health checks of both target groups are the same."""
    alike = service.health.alike
    return CheckedAlike(service.id, (Condition.of("same", is_true(alike), alike),))
