"""AWS CodeDeploy is in charge, and not ECS: Terraform then starts no deployment."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from relinfra.matrix.models.strategies.shifting import CanaryShift, LinearShift, Shifting
from relinfra.reading.variant import Needed

__all__ = ["CodeDeploy", "CodeDeployAllAtOnce", "CodeDeployCanary", "CodeDeployLinear"]

_SHIFT = Needed("how {} moves traffic", "for example `shift: all_at_once`, or `canary` or `linear`")
_MEANING = "CodeDeploy, required: whether traffic moves at once, as a canary or in equal steps."


class CodeDeploy(Shifting):
    """A shift that CodeDeploy carries out, whoever starts it."""

    spoken: ClassVar[str] = "CodeDeploy"

    strategy: Literal["codedeploy"] = Field(description="AWS CodeDeploy moves the traffic.", examples=["codedeploy"])


class CodeDeployAllAtOnce(CodeDeploy):
    """CodeDeploy moves all traffic at once."""

    shift: Annotated[Literal["all_at_once"], _SHIFT] = Field(description=_MEANING, examples=["all_at_once"])


class CodeDeployCanary(CodeDeploy, CanaryShift):
    """CodeDeploy moves a small share of the traffic first, and then all the rest."""

    shift: Annotated[Literal["canary"], _SHIFT] = Field(description=_MEANING, examples=["canary"])


class CodeDeployLinear(CodeDeploy, LinearShift):
    """CodeDeploy moves the traffic in equal steps."""

    shift: Annotated[Literal["linear"], _SHIFT] = Field(description=_MEANING, examples=["linear"])
