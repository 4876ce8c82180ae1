"""A small share of the traffic moves first."""

from typing import ClassVar, Literal

from pydantic import Field

from relinfra.matrix.models.strategies.shifting import CanaryShift

__all__ = ["Canary"]


class Canary(CanaryShift):
    """ECS moves a small share of the traffic first, and then all the rest."""

    spoken: ClassVar[str] = "a canary"

    strategy: Literal["canary"] = Field(description="A small share of the traffic moves first.", examples=["canary"])
