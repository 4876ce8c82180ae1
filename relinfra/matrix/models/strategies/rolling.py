"""Tasks are replaced a batch at a time."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from relinfra.matrix.models.rollback import Rollback
from relinfra.reading.expecting import expecting
from relinfra.reading.variant import Foreign, Variant

__all__ = ["Rolling"]

MinimumPercent = Annotated[int, Field(ge=0, le=100), expecting("a whole percentage from 0 to 100")]
MaximumPercent = Annotated[int, Field(ge=100, le=200), expecting("a whole percentage from 100 to 200")]


class Rolling(Variant):
    """ECS replaces the tasks in batches behind one target group."""

    spoken: ClassVar[str] = "a rolling deployment"
    refused: ClassVar[Mapping[str, Foreign]] = {
        "hooks": Foreign(
            "a strategy that moves traffic, which alone asks hooks",
            "choose another strategy, or set `hooks: []` here",
            "`rolling`",
        )
    }

    strategy: Literal["rolling"] = Field(
        "rolling",
        description="`rolling` replaces tasks in steps; the others move traffic to a second set of them: `blue_green` "
        "at once, `canary` a small share first, `linear` in equal steps, and `codedeploy` by AWS CodeDeploy, as "
        "`shift` says. To come from or go to `codedeploy` replaces the service, with an interruption.",
    )
    minimum_healthy_percent: MinimumPercent = Field(
        100, description="Rolling: share of the desired tasks that keeps running, in percent, rounded up."
    )
    maximum_percent: MaximumPercent = Field(
        200,
        description="Rolling: share of the desired tasks that may run meanwhile, in percent, rounded down.",
    )
    rollback: Rollback | None = Field(
        None, description="Thresholds at which ECS or CodeDeploy rolls back by itself; required where traffic moves."
    )
