"""Object Lock: how long a version of an object cannot be deleted."""

from __future__ import annotations

from typing import Literal

from relinfra_constructs.errors import ConstructError
from relinfra_constructs.props import Props

__all__ = ["ObjectLock"]

_DAYS = range(1, 36_500 + 1)


class ObjectLock(Props):
    """The default retention of a bucket.

    days: days from writing, 1 to 36500.
    mode: `GOVERNANCE`, the default, yields to whoever has `s3:BypassGovernanceRetention`; `COMPLIANCE` to nobody.
    """

    days: int
    mode: Literal["GOVERNANCE", "COMPLIANCE"] = "GOVERNANCE"

    def __post_init__(self) -> None:
        """Refuse a retention S3 does not offer. Raises ConstructError."""
        if self.days not in _DAYS:
            raise ConstructError(f"object lock: expected days from 1 to 36500, found {self.days}")
