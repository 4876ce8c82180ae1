"""Names of the deployment strategies, as the matrix spells them and facts repeat them."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

__all__ = ["STRATEGIES", "StrategyName"]

StrategyName: TypeAlias = Literal["rolling", "blue_green", "canary", "linear", "codedeploy"]

STRATEGIES: Final[tuple[StrategyName, ...]] = get_args(StrategyName)
"""Every strategy; `codedeploy` hands the deployment to AWS CodeDeploy, the others are carried out by ECS."""
