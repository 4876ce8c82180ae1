"""The lock file of a matrix: what holds data, which no synthesis may lose in silence.

`guard` holds a synthesized folder against the lock beside its matrix and gives the lock what is new; `refuse_foreseen`
does so with the matrix alone, as far as that goes. What is to be lost all the same is let go by name, with a reason.
`locked_by` is what the lock says of stacks, for documents. The names are those of `__init__.pyi`, imported on first
use: documents load no matrix.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
