"""The capacity of an Aurora Serverless v2 cluster, and how many connections it takes then."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from relinfra_constructs.props import Props

__all__ = ["GIB_PER_ACU", "AuroraCapacity", "aurora_connections"]

GIB_PER_ACU = 2
MAXIMUM_ACU = 256
PAUSE_SECONDS = range(300, 86_401)
_FIRST_TO_PAUSE = {"13": 15, "14": 12, "15": 7, "16": 3}
"""The minor version of each major one from which on a cluster can pause; later majors all can."""
_CONNECTIONS = ((1, 189), (4, 823), (8, 1669), (16, 3360), (32, 5000), (256, 5000))
"""Default `max_connections` by maximum ACU: Aurora User Guide, "Maximum connections for Aurora Serverless v2"."""
_SMALL_ACU = 0.5
_SMALL_CONNECTIONS = 2000
"""What a minimum of 0 or 0.5 ACU caps `max_connections` at."""


class AuroraCapacity(Props):
    """The bounds of each instance of a cluster, in Aurora capacity units (about 2 GiB of memory, with CPU to match).

    min_acu: 0 to 256 in steps of 0.5; with 0, an instance pauses once it has been idle for `seconds_until_auto_pause`.
    max_acu: 1 to 256 in steps of 0.5, no less than `min_acu`.
    seconds_until_auto_pause: 300 to 86400; None, the default, unless `min_acu` is 0.
    """

    min_acu: float
    max_acu: float
    seconds_until_auto_pause: int | None = None

    @property
    def pauses(self) -> bool:
        """Whether an idle instance pauses."""
        return self.min_acu == 0

    @property
    def memory_gib(self) -> float:
        """The memory of an instance at its largest."""
        return self.max_acu * GIB_PER_ACU

    def problems(self, version: str) -> Iterator[str]:
        """Yield what AWS would refuse of the capacity with an engine version such as `17` or `16.4`."""
        if not (0 <= self.min_acu <= self.max_acu and 1 <= self.max_acu <= MAXIMUM_ACU):
            yield f"expected 0 <= min_acu <= max_acu and max_acu from 1 to 256, found {self.min_acu} and {self.max_acu}"
        if (2 * self.min_acu) % 1 or (2 * self.max_acu) % 1:
            yield f"expected capacity in steps of 0.5 ACU, found {self.min_acu} and {self.max_acu}"
        if self.pauses and self.seconds_until_auto_pause not in PAUSE_SECONDS:
            found = self.seconds_until_auto_pause
            yield f"expected seconds_until_auto_pause from 300 to 86400 with min_acu 0, found {found}"
        if not self.pauses and self.seconds_until_auto_pause is not None:
            yield f"expected min_acu 0 with seconds_until_auto_pause, found {self.min_acu}"
        major, _, minor = version.partition(".")
        if self.pauses and minor and int(minor) < _FIRST_TO_PAUSE.get(major, 0):
            yield f"expected version {major}.{_FIRST_TO_PAUSE[major]} or later with min_acu 0, found {version}"


def aurora_connections(capacity: AuroraCapacity) -> int:
    """Return the default `max_connections` of an instance, which follows from its bounds and not from its load.

    Between the rows of AWS's table it grows evenly, as memory does.
    """
    found = next(
        int(low + (high - low) * (capacity.max_acu - smaller) / (larger - smaller))
        for (smaller, low), (larger, high) in pairwise(_CONNECTIONS)
        if capacity.max_acu <= larger
    )
    return min(found, _SMALL_CONNECTIONS) if capacity.min_acu <= _SMALL_ACU else found
