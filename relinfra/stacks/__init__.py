"""From environments to CDKTF stacks: the only room that knows both the matrix and the constructs.

The names are those of `__init__.pyi`, imported on first use: composing environments needs neither the app nor the
stacks of accounts.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
