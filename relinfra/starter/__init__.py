"""The first files of a team's repository.

The names are those of `__init__.pyi`, imported on first use: to look for stand-ins, no template is loaded.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
