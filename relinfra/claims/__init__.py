"""Claims: what the documents assert about behaviour, each with every condition that makes it true.

A sentence such as "alarms roll it back" rests on more than a block called `alarms`. A claim names all of it:
documents, states of the catalogue, gates, risks and lint ask the claim, and none of them a block.

The names are those of `__init__.pyi`, imported on first use: to hold a workflow against a matrix, no other claim is
loaded.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
