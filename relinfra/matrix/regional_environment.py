"""One environment in one region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relinfra.matrix.models import Environment

__all__ = ["RegionalEnvironment"]


@dataclass(frozen=True)
class RegionalEnvironment:
    """An environment in one region: what one set of stacks is made from.

    `environment` is the effective environment in this region; `primary` says whether the region is the
    environment's own rather than one of its further `regions`.
    """

    project: str
    environment: Environment
    primary: bool

    @property
    def region(self) -> str:
        """The AWS region."""
        return self.environment.region

    @property
    def account(self) -> str:
        """The AWS account id."""
        return self.environment.account

    @property
    def name(self) -> str:
        """The prefix of stacks and physical names: `shop-production`, `shop-production-eu-west-1`."""
        prefix = f"{self.project}-{self.environment.name}"
        return prefix if self.primary else f"{prefix}-{self.region}"
