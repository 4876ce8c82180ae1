"""A pack of policies: which ones hold an environment, and what they are evidence of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Criterion", "Pack"]

Text = Annotated[str, Field(min_length=1)]
Level = Literal["LOW", "MEDIUM", "HIGH", "CRITICAL"]
_LEVELS: tuple[Level, ...] = get_args(Level)


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Criterion(_Read):
    """A criterion of a standard, and which policies are evidence of it."""

    title: Text
    groups: tuple[Text, ...] = ()
    """Groups of the release contract, all of whose rules are evidence of it."""
    policies: tuple[Text, ...] = ()
    """Further policies by id."""


class Pack(_Read):
    """A selection of policies; what a team wrote itself is asked under every pack."""

    title: Text
    description: Text
    source: Text | None = None
    """The standard that its criteria are of, and how they were confirmed."""
    groups: tuple[Text, ...] | None = None
    """Groups of the release contract; None for all."""
    severity: Level = "LOW"
    """How bad a failure of a rule of the release contract is at least, for the rule to be in the pack."""
    without: Mapping[str, Text] = Field(default_factory=dict)
    """Policies that are left out all the same, each with its reason."""
    checkov: bool | tuple[Text, ...] = True
    """Whether Checkov's own policies are in the pack; or which."""
    criteria: Mapping[str, Criterion] = Field(default_factory=dict)

    def holds(self, policy: str, group: str = "", level: str = "") -> bool:
        """Whether a policy is in the pack; `group` and `level` are those of a rule of the release contract."""
        if policy in self.without:
            return False
        if self.criteria:
            return bool(self.evidences(policy, group))
        if not group:
            return self.checkov if isinstance(self.checkov, bool) else policy in self.checkov
        return (self.groups is None or group in self.groups) and self._weighs(level)

    def evidences(self, policy: str, group: str = "") -> tuple[str, ...]:
        """Return the criteria that a policy is evidence of."""
        return tuple(
            name
            for name, criterion in self.criteria.items()
            if policy in criterion.policies or (group and group in criterion.groups)
        )

    def _weighs(self, level: str) -> bool:
        return level not in _LEVELS or _LEVELS.index(level) >= _LEVELS.index(self.severity)
