"""What every stack of one environment and region has in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from relinfra_constructs.placement import Placement

__all__ = ["StackScope"]


@dataclass(frozen=True, kw_only=True)
class StackScope:
    """Project, environment and region of a stack, where its state lies, and the tags of all it holds.

    `primary` is false for the additional regions of an environment: their names carry the region.
    `role_boundary` is the ARN of the policy that limits every role of the stacks, where the account was bootstrapped.
    """

    project: str
    environment: str
    placement: Placement
    primary: bool
    state_bucket: str
    state_region: str
    tags: Mapping[str, str]
    role_boundary: str | None = None

    @property
    def name(self) -> str:
        """The prefix of every stack and physical name: `shop-production`, or `shop-production-eu-west-1`."""
        parts = [self.project, self.environment, *([] if self.primary else [self.placement.region])]
        return "-".join(parts)

    def stack_id(self, component: str) -> str:
        """Return the id of one stack: `shop-production-network`."""
        return f"{self.name}-{component}"
