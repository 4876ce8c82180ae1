"""A rule: what each says of itself, whatever it is asked of."""

from __future__ import annotations

from typing import ClassVar, Literal

from checkov.common.models.enums import CheckCategories

__all__ = ["Group", "Rule"]

Group = Literal[
    "deployment", "rollback alarms", "alerting", "traffic", "data", "security", "state and supply", "parity"
]
"""The part of the release contract that a rule holds; documents list rules in this order."""


class Rule:
    """The class attributes that every rule of the pack bears."""

    policy: ClassVar[str]
    """Its id, such as `CKV_RELINFRA_1`."""
    group: ClassVar[Group]
    """The part of the release contract that it holds."""
    title: ClassVar[str]
    """The demand, in one sentence."""
    category: CheckCategories
    """Checkov's category."""
    level: ClassVar[str]
    """How bad a failure is: `LOW`, `MEDIUM`, `HIGH` or `CRITICAL`."""
    rationale: ClassVar[str]
    """The reason for the demand: what goes wrong without it."""
    remedy: ClassVar[str]
    """What to do, and the field of the matrix that does it."""
    source: ClassVar[str]
    """Where AWS or Terraform says so."""
    claims: ClassVar[tuple[str, ...]] = ()
    """The claims of documents that it holds, by their kinds; those name it in turn. Nothing here imports them."""
