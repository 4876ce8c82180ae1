"""The scope of the stacks of one environment and region: what they have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from relinfra.domain.names import recovery_prefix, short_prefix
from relinfra_constructs.placement import Placement

if TYPE_CHECKING:
    from relinfra.matrix import RecoveryState

__all__ = ["StackScope"]


@dataclass(frozen=True, kw_only=True)
class StackScope:
    """Project, environment and region of a stack, where its state lies, and the tags of all it holds.

    `primary` is false for the additional regions of an environment: their names carry the region.
    `protected` is the name of the scope that this one, in another region, would take over from.
    `short_name` takes the place of project and environment in names that have no room for them, where one was chosen.
    `recovery_state` is where the stacks for its loss keep their state, None where with all others; `home_state` is the
    bucket of all others for one of those. `on_the_day` says that nothing of it is applied before a region is lost.
    `role_boundary` is the ARN of the policy that limits every role of the stacks, where the account was bootstrapped.
    """

    project: str
    environment: str
    placement: Placement
    primary: bool
    state_bucket: str
    state_region: str
    tags: Mapping[str, str]
    short_name: str | None = None
    role_boundary: str | None = None
    recovery_state: RecoveryState | None = None
    home_state: str | None = None
    on_the_day: bool = False
    protected: str | None = None

    @property
    def name(self) -> str:
        """The prefix of every stack and physical name: `shop-production`, or `shop-production-eu-west-1`."""
        if self.protected:
            return recovery_prefix(self.protected, self.placement.region)
        return self.regional_name if self.primary else f"{self.regional_name}-{self.placement.region}"

    @property
    def regional_name(self) -> str:
        """The prefix of names that AWS keeps short and needs to be unique in their region alone: `shop-production`."""
        return f"{self.project}-{self.environment}"

    @property
    def short(self) -> str:
        """The prefix of names of 32 characters that `regional_name` has no room in."""
        return short_prefix(self.regional_name, self.short_name)

    def stack_id(self, component: str) -> str:
        """Return the id of one stack: `shop-production-network`, or `shop-production-recovery-network`."""
        return f"{self.protected or self.name}-{self.component(component)}"

    def component(self, component: str) -> str:
        """Return what a component is called here: `network`, or `recovery-network`."""
        return f"recovery-{component}" if self.protected else component

    def recovery(self, region: str, *, on_the_day: bool = False) -> StackScope:
        """Return the scope of the stacks in `region` that would take over from this one's."""
        placement = self.placement.in_region(region)
        return replace(self.kept_elsewhere, placement=placement, protected=self.name, on_the_day=on_the_day)

    @property
    def kept_elsewhere(self) -> StackScope:
        """The same scope, with its state where that outlives the region."""
        state = self.recovery_state
        if state is None:
            return self
        home = self.home_state or self.state_bucket
        return replace(self, state_bucket=state.bucket, state_region=state.region, home_state=home)
