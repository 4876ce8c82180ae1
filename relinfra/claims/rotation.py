"""Whether a secret that has changed reaches the tasks that were started with its former value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from relinfra.claims.claim import Claim, Condition, is_true
from relinfra.evidence.records.service import Secret

__all__ = ["RotationReachesTasks", "rotation_reaches_tasks"]


@dataclass(frozen=True)
class RotationReachesTasks(Claim):
    """Tasks are replaced after a change of a secret, without anybody acting."""

    kind: ClassVar[str] = "rotation_reaches_tasks"


def rotation_reaches_tasks(secret: Secret) -> RotationReachesTasks:
    """Return whether a change of a secret that a service is given is heard of, and deploys the service anew."""
    conditions = [Condition.of("heard", secret.rule is not None, secret.rule or secret.variable)]
    if secret.rule:
        conditions.append(Condition.of("started", secret.document is not None, secret.document or secret.rule))
    if secret.document:
        conditions.append(Condition.of("deploys", is_true(secret.deploys) or False, secret.deploys))
    return RotationReachesTasks(secret.id, tuple(conditions))
