"""The deployment of a service that stands by for another region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.models.strategies.code_deploy import CodeDeploy
from relinfra.matrix.models.strategies.rolling import Rolling

if TYPE_CHECKING:
    from relinfra.matrix.models.strategies.strategy import Strategy

__all__ = ["standing_by"]


def standing_by(strategy: Strategy) -> Strategy:
    """Return the strategy of what stands by: where there is no traffic to move, nobody asks CodeDeploy."""
    return Rolling(rollback=strategy.rollback) if isinstance(strategy, CodeDeploy) else strategy
