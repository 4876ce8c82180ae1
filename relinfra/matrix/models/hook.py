"""A function that is asked during a deployment."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from relinfra.matrix.values.aws import FunctionName
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model
from relinfra.reading.table import DISTINCT

__all__ = ["CODE_DEPLOY_EVENTS", "Hook"]

HookMinutes = Annotated[int, Field(ge=1, le=1440), expecting("a number of minutes from 1 to 1440 (a day)")]

EcsStage = Literal[
    "RECONCILE_SERVICE",
    "PRE_SCALE_UP",
    "POST_SCALE_UP",
    "TEST_TRAFFIC_SHIFT",
    "POST_TEST_TRAFFIC_SHIFT",
    "PRODUCTION_TRAFFIC_SHIFT",
    "POST_PRODUCTION_TRAFFIC_SHIFT",
]
CodeDeployEvent = Literal[
    "BeforeInstall",
    "AfterInstall",
    "AfterAllowTestTraffic",
    "BeforeAllowTraffic",
    "AfterAllowTraffic",
]
CODE_DEPLOY_EVENTS: tuple[str, ...] = get_args(CodeDeployEvent)
"""When CodeDeploy asks a function; all other stages are of ECS."""

Stages = Annotated[
    tuple[Literal[EcsStage, CodeDeployEvent], ...], Field(min_length=1), DISTINCT, expecting("one stage or more")
]


class Hook(Model):
    """A Lambda function whose answer lets a deployment go on or turns it back."""

    function: FunctionName = Field(
        description="Name of the function, in the environment's account and region. It reaches the test port from "
        "private subnets of the VPC, by NAT, or with an address that `test_cidrs` hold.",
        examples=["shop-smoke-test"],
    )
    stages: Annotated[
        tuple[Literal[EcsStage, CodeDeployEvent], ...], Field(min_length=1), DISTINCT, expecting("one stage or more")
    ] = Field(
        description="When it is called: the stages in capitals are ECS's, the others are events of CodeDeploy's.",
        examples=[["POST_TEST_TRAFFIC_SHIFT"]],
    )
    timeout_minutes: HookMinutes = Field(
        15,
        description="How long it takes at most at one stage, all its calls together, in minutes: Terraform and the "
        "pipeline wait that much longer; an hour at most with CodeDeploy.",
    )

    @property
    def minutes(self) -> int:
        """The time a deployment may wait for all answers of its hooks, in minutes."""
        return len(self.stages) * self.timeout_minutes
