"""From environments to CDKTF stacks: the only room that knows both the matrix and the constructs."""

from __future__ import annotations

from relinfra.stacks.app import ReleaseApp
from relinfra.stacks.bootstrap import BootstrapStack
from relinfra.stacks.environment import EnvironmentStacks, RegionStacks
from relinfra.stacks.scope import StackScope
from relinfra.stacks.stack import EnvironmentStack

__all__ = ["BootstrapStack", "EnvironmentStack", "EnvironmentStacks", "RegionStacks", "ReleaseApp", "StackScope"]
