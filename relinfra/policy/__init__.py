"""Policy as code: Checkov over the synthesized stacks, the matrix's waivers, and the report.

The names are those of `__init__.pyi`, imported on first use: importing this room loads nothing, and `check` Checkov.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
