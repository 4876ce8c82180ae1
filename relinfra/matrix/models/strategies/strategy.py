"""Every deployment strategy as one type."""

from __future__ import annotations

from typing import Annotated

from relinfra.matrix.models.strategies.blue_green import BlueGreen
from relinfra.matrix.models.strategies.canary import Canary
from relinfra.matrix.models.strategies.code_deploy import CodeDeployAllAtOnce, CodeDeployCanary, CodeDeployLinear
from relinfra.matrix.models.strategies.linear import Linear
from relinfra.matrix.models.strategies.rolling import Rolling
from relinfra.reading.variants import Variants

__all__ = ["Strategy"]

Strategy = Annotated[
    Rolling | BlueGreen | Canary | Linear | CodeDeployAllAtOnce | CodeDeployCanary | CodeDeployLinear,
    Variants(
        "Strategy",
        "A deployment by ECS itself, or by CodeDeploy: task by task, or a second set of them behind the load balancer.",
        "strategy",
        "shift",
    ),
]
"""Every strategy. `match` on the classes, and end with `assert_never`."""
