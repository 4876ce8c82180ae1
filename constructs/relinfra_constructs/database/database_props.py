"""Props of every PostgreSQL database, whichever engine runs it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import ClassVar, Literal

from relinfra_constructs.database.rotation import PasswordRotation
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["DatabaseProps"]

IDENTIFIER = re.compile(r"(?=.{1,63}$)[a-z]([a-z0-9]|-(?=[a-z0-9]))*")
DATABASE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,62}")
MAXIMUM_BACKUP_DAYS = 35
MINIMUM_ZONES = 2
STANDARD_INSIGHTS_DAYS = 7
ADVANCED_INSIGHTS_DAYS = 465
_DAYS_A_MONTH = 31
_INSIGHTS_MONTHS = range(1, 24)
_LONGEST_INSIGHTS_DAYS = 731


class DatabaseProps(Props):
    """Props of a database.

    name: the identifier, such as `shop-production-main`.
    terraform_name: its Terraform name, such as `main`.
    placement: account and region.
    vpc_id: the VPC; subnet_ids: its database subnets, in two zones or more.
    key_arn: the KMS key of storage, backups, master password, insights and logs. It has to let CloudWatch
        Logs encrypt the log groups of the engine.
    version: major version (`17`, the default): minor versions follow by themselves in the maintenance window. With its
        minor part (`17.4`) both are pinned, and no other follows by itself.
    upgrade_from: the major version that another is upgraded from, while it is; None, the default, refuses to.
    database_name: the database created first, `app` by default.
    username: the master user, `postgres` by default; RDS makes, keeps and rotates the password.
    port: 5432 by default.
    backup_days: days back that a restore to a point in time reaches, 1 to 35; 7 by default.
    deletion_protection: whether AWS refuses to delete it, True by default.
    insights: `standard`, the default, or `advanced`: Database Insights with every query, plan and lock, for a fee.
    insights_retention_days: how long insights are kept, 7 by default and 465 with `advanced`, which demands it.
    log_retention_days: how long exported logs are kept, 365 by default.
    backup_window: of the daily backup, in UTC, `03:00-04:00` by default.
    maintenance_window: of the week, in UTC, `sun:04:30-sun:05:30` by default, after that day's backup.
    rotation: when RDS rotates the password it manages: Sundays from 06:00 to 08:00 UTC by default.
    parameters: further parameters, applied at the next reboot; they win over `PARAMETERS`.
    """

    family_prefix: ClassVar[str]

    name: str
    terraform_name: str
    placement: Placement
    vpc_id: str
    subnet_ids: Sequence[str]
    key_arn: str
    version: str = "17"
    upgrade_from: str | None = None
    database_name: str = "app"
    username: str = "postgres"
    port: int = 5432
    backup_days: int = 7
    deletion_protection: bool = True
    insights: Literal["standard", "advanced"] = "standard"
    insights_retention_days: int | None = None
    log_retention_days: int = 365
    backup_window: str = "03:00-04:00"
    maintenance_window: str = "sun:04:30-sun:05:30"
    rotation: PasswordRotation = field(default_factory=PasswordRotation)
    parameters: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what AWS would refuse at apply. Raises ConstructError with every fault found."""
        if problems := list(self._problems()):
            raise ConstructError(f"{self.name}: " + "; ".join(problems))

    @property
    def major_version(self) -> str:
        """The version without its minor part, such as `17`."""
        return self.version.partition(".")[0]

    @property
    def family(self) -> str:
        """The parameter group family, such as `postgres17`."""
        return f"{self.family_prefix}{self.major_version}"

    @property
    def former_family(self) -> str | None:
        """The family of the version that is upgraded from, None where none is."""
        return self.upgrade_from and f"{self.family_prefix}{self.upgrade_from}"

    @property
    def follows_minor_versions(self) -> bool:
        """Whether RDS upgrades to new minor versions by itself; to a pinned one Terraform would plan to go back."""
        return "." not in self.version

    @property
    def insights_days(self) -> int:
        """The retention of Database Insights, in days."""
        least = ADVANCED_INSIGHTS_DAYS if self.insights == "advanced" else STANDARD_INSIGHTS_DAYS
        return least if self.insights_retention_days is None else self.insights_retention_days

    def _problems(self) -> Iterator[str]:
        if not IDENTIFIER.fullmatch(self.name):
            yield "expected a name of up to 63 lowercase letters, digits and single hyphens, a letter first"
        if not DATABASE_NAME.fullmatch(self.database_name):
            yield (
                "expected database_name of up to 63 letters, digits and underscores, a letter first, "
                f"found {self.database_name!r}"
            )
        if len(self.subnet_ids) < MINIMUM_ZONES:
            yield f"expected subnets in two zones or more, found {len(self.subnet_ids)}"
        if not 1 <= self.backup_days <= MAXIMUM_BACKUP_DAYS:
            yield f"expected backup_days from 1 to {MAXIMUM_BACKUP_DAYS}, found {self.backup_days}"
        if self.upgrade_from is not None and not self.upgrade_from < self.major_version:
            yield f"expected upgrade_from of a major version before {self.major_version}, found {self.upgrade_from}"
        yield from self._insights_problems()

    def _insights_problems(self) -> Iterator[str]:
        days = self.insights_days
        months = {_DAYS_A_MONTH * month for month in _INSIGHTS_MONTHS}
        if days not in {STANDARD_INSIGHTS_DAYS, _LONGEST_INSIGHTS_DAYS, *months}:
            yield f"expected insights_retention_days of 7, 731 or a multiple of 31 up to 713, found {days}"
        if self.insights == "advanced" and days < ADVANCED_INSIGHTS_DAYS:
            least = f"{ADVANCED_INSIGHTS_DAYS} or more with advanced insights"
            yield f"expected insights_retention_days of {least}, found {days}"
