"""A function that is asked during a deployment."""

from typing import Annotated, Literal, get_args

from pydantic import Field

from relinfra.matrix.values.aws import FunctionName
from relinfra.reading.choices import choices
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

# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html
# https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
_MEANINGS = {
    "RECONCILE_SERVICE": "ECS: a deployment begins while another one has left two revisions active.",
    "PRE_SCALE_UP": "ECS: no new task has started.",
    "POST_SCALE_UP": "ECS: all new tasks have started, and get no traffic.",
    "TEST_TRAFFIC_SHIFT": "ECS: test traffic moves to the new tasks.",
    "POST_TEST_TRAFFIC_SHIFT": "ECS: the new tasks get all test traffic.",
    "PRODUCTION_TRAFFIC_SHIFT": "ECS: traffic of users moves to the new tasks; asked once for each step.",
    "POST_PRODUCTION_TRAFFIC_SHIFT": "ECS: the new tasks get all traffic.",
    "BeforeInstall": "CodeDeploy: no new task has started.",
    "AfterInstall": "CodeDeploy: all new tasks have started.",
    "AfterAllowTestTraffic": "CodeDeploy: the new tasks get all test traffic.",
    "BeforeAllowTraffic": "CodeDeploy: the new tasks are ready for traffic of users, and get none yet.",
    "AfterAllowTraffic": "CodeDeploy: the new tasks get all traffic.",
}
Stage = Annotated[Literal[EcsStage, CodeDeployEvent], choices(_MEANINGS)]


class Hook(Model):
    """A Lambda function whose answer lets a deployment go on or turns it back."""

    function: FunctionName = Field(
        description="Name of the function, in the environment's account and region. It reaches the test port from "
        "private subnets of the VPC, by NAT, or with an address that `test_cidrs` hold.",
        examples=["shop-smoke-test"],
    )
    stages: Annotated[tuple[Stage, ...], Field(min_length=1), DISTINCT, expecting("one stage or more")] = Field(
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
