"""Deployment strategies: how a new version of a service replaces the old one; a module each."""

from __future__ import annotations

from relinfra.matrix.models.strategies.blue_green import BlueGreen
from relinfra.matrix.models.strategies.canary import Canary
from relinfra.matrix.models.strategies.code_deploy import (
    CodeDeploy,
    CodeDeployAllAtOnce,
    CodeDeployCanary,
    CodeDeployLinear,
)
from relinfra.matrix.models.strategies.linear import Linear
from relinfra.matrix.models.strategies.rolling import Rolling
from relinfra.matrix.models.strategies.shifting import PartialShift, Shifting
from relinfra.matrix.models.strategies.standing_by import standing_by
from relinfra.matrix.models.strategies.strategy import Strategy

__all__ = [
    "BlueGreen",
    "Canary",
    "CodeDeploy",
    "CodeDeployAllAtOnce",
    "CodeDeployCanary",
    "CodeDeployLinear",
    "Linear",
    "PartialShift",
    "Rolling",
    "Shifting",
    "Strategy",
    "standing_by",
]
