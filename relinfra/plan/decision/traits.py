"""Traits of deployment strategies: what each gives, and what it asks."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["SLOW_RETURN_MINUTES", "STRATEGIES", "Traits"]

SLOW_RETURN_MINUTES = 30
"""From which limit on a way back that replaces tasks again is counted on; one that only moves traffic takes seconds."""


@dataclass(frozen=True)
class Traits:
    """A strategy: whether users notice nothing, and how they can get the release.

    Whether it returns without starting tasks, runs twice the tasks meanwhile, lets two versions answer at a time.
    """

    name: str
    zero_downtime: bool
    fast_return: bool
    exposures: tuple[str, ...]
    doubles: bool
    mixes: bool
    complexity: str
    """`low`, `medium` or `high`: what has to be understood, set up and watched for it."""
    needs_data: bool = False
    """Whether the release changes a schema so that the version before works with no more: who returns needs its data.

    No strategy gives then what it gives else, for both versions never work at a time.
    """

    @property
    def uninterrupted(self) -> bool:
        """Whether users notice nothing of this release."""
        return self.zero_downtime and not self.needs_data

    def returns_within(self, minutes: float) -> bool:
        """Return whether a way back within these minutes can be counted on."""
        return not self.needs_data and (self.fast_return or minutes >= SLOW_RETURN_MINUTES)


STRATEGIES = (
    Traits("rolling", True, False, ("all_at_once",), False, True, "low"),
    Traits("blue_green", True, True, ("all_at_once",), True, False, "medium"),
    Traits("canary", True, True, ("gradual",), True, True, "high"),
    Traits("linear", True, True, ("gradual",), True, True, "high"),
    Traits("feature_flags", True, True, ("all_at_once", "gradual"), False, False, "high"),
    Traits("recreate", False, False, ("all_at_once",), False, False, "low"),
)
"""Every strategy that is weighed, the simplest of those without downtime first, the last resort last.

Of two that meet the same needs, the earlier is preferred. ECS runs both sets of tasks whole in a canary
or linear shift. Flags replace no deployment: they go with one, and are weighed where the release file names a flag.
"""
