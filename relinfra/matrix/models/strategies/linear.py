"""Traffic moves in equal steps."""

from typing import ClassVar, Literal

from pydantic import Field

from relinfra.matrix.models.strategies.shifting import LinearShift

__all__ = ["Linear"]


class Linear(LinearShift):
    """ECS moves the traffic in equal steps."""

    spoken: ClassVar[str] = "a linear deployment"

    strategy: Literal["linear"] = Field(description="Traffic moves in equal steps.", examples=["linear"])
