"""All traffic moves at once."""

from typing import ClassVar, Literal

from pydantic import Field

from relinfra.matrix.models.strategies.shifting import Shifting

__all__ = ["BlueGreen"]


class BlueGreen(Shifting):
    """ECS moves all traffic at once."""

    spoken: ClassVar[str] = "blue/green"

    strategy: Literal["blue_green"] = Field(description="All traffic moves at once.", examples=["blue_green"])
