"""Gates: whether a release may go to a stage now, or everything that stands against it.

A gate decides nothing of its own: whether a criterion is met the documents' criteria say, from the same claims; the
state of the release its execution record; freezes, window and waivers the facts. The time is an argument.
"""

from relinfra.gate.gate import Gate, gate_of
from relinfra.gate.obstacle import Obstacle

__all__ = ["Gate", "Obstacle", "gate_of"]
