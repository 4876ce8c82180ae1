from .app import ReleaseApp as ReleaseApp
from .bootstrap import BootstrapStack as BootstrapStack
from .environment import EnvironmentStacks as EnvironmentStacks
from .environment import RegionStacks as RegionStacks
from .scope import StackScope as StackScope
from .stack import EnvironmentStack as EnvironmentStack
