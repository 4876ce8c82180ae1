"""The lock file of a matrix: what holds data, which no synthesis may lose in silence.

`guard` holds a synthesized folder against the lock beside its matrix and gives the lock what is new; `refuse_foreseen`
does so with the matrix alone, as far as that goes. What is to be lost all the same is let go by name, with a reason.
"""

from relinfra.lockfile.forgetting import forget, move
from relinfra.lockfile.guard import LockUpdate, guard, refuse_foreseen

__all__ = ["LockUpdate", "forget", "guard", "move", "refuse_foreseen"]
