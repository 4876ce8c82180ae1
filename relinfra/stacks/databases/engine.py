"""A database of the matrix, whichever engine it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from relinfra.domain.night import Night
from relinfra_constructs.cdk import Construct
from relinfra_constructs.database.database import Database
from relinfra_constructs.database.rotation import PasswordRotation
from relinfra_constructs.networking.existing_network import NetworkOutputs
from relinfra_constructs.observability.database_panels import Panel
from relinfra_constructs.placement import Placement

if TYPE_CHECKING:
    from relinfra.matrix.models.engines.base import BaseDatabase

__all__ = ["DatabaseEngine", "Follower", "Ground", "rotation_of"]


@dataclass(frozen=True, kw_only=True)
class Ground:
    """The ground of a database: network, key, how long its logs are kept, and when it may be maintained.

    `standby_region` is where others follow it, and `standby_key_arn` the key there; None where nothing does.
    """

    network: NetworkOutputs
    key_arn: str
    log_retention_days: int
    night: Night
    standby_region: str | None = None
    standby_key_arn: str | None = None


def rotation_of(database: BaseDatabase) -> PasswordRotation:
    """Return when the matrix lets RDS rotate the master password of a database."""
    asked = database.password_rotation
    return PasswordRotation(cron=asked.cron, hours=asked.hours)


class DatabaseEngine(Protocol):
    """A declared database, as its engine makes and watches it."""

    def log_groups(self) -> Sequence[str]:
        """Return the names of its log groups, which the key has to be opened to."""

    def create(self, stack: Construct, ground: Ground) -> Database:
        """Create it."""

    def restore(self, stack: Construct, ground: Ground, backups_arn: str | None) -> Database:
        """Create it from what was copied: backups that RDS replicates, or a snapshot that is named on the day."""

    def watch(self, stack: Construct, topic_arn: str) -> Sequence[str]:
        """Create its alarms and return their ARNs."""

    def panel(self) -> Panel:
        """Return what the dashboard shows of it."""


class Follower(Protocol):
    """A declared database in the recovery region, where it follows the one that runs."""

    def log_groups(self) -> Sequence[str]:
        """Return the names of its log groups, which the key has to be opened to."""

    def follow(self, stack: Construct, ground: Ground, original: Database, source: Placement) -> Database:
        """Create it, following `original` of the region of `source`."""

    def watch_lag(self, stack: Construct, topic_arn: str, *, limit_minutes: float) -> Sequence[str]:
        """Create its alarms, and one for when it is further behind than it may be; return their ARNs."""
