"""A PostgreSQL database on RDS or Aurora."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from relinfra.matrix.models.database_capacity import DatabaseCapacity
from relinfra.matrix.values.aws import InstanceClass, PostgresVersion
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model

__all__ = ["Database"]

Storage = Annotated[int, Field(ge=20, le=65_536), expecting("a storage size from 20 to 65536 GiB")]
Limit = Annotated[
    int, Field(ge=0, le=65_536), expecting("a storage size up to 65536 GiB, or 0 where storage must not grow")
]
BackupDays = Annotated[
    int, Field(ge=1, le=35), expecting("a number of days from 1 to 35 (0 would switch automated backups off)")
]
PasswordVersion = Annotated[int, Field(ge=1, le=1_000_000), expecting("a whole number from 1 on")]
Readers = Annotated[int, Field(ge=0, le=15), expecting("a number of readers from 0 to 15")]
Snapshots = Annotated[int, Field(ge=0, le=520), expecting("a number of snapshots from 0 to 520")]


class Database(Model):
    """An encrypted database whose master password AWS manages: an RDS instance or an Aurora Serverless v2 cluster."""

    engine: Literal["postgres", "aurora-postgresql"] = Field(
        "postgres",
        description="The database engine: `postgres` is an RDS instance of a `class` and `storage_gib`; "
        "`aurora-postgresql` is a cluster of Aurora Serverless v2, whose `capacity` follows the load.",
    )
    version: PostgresVersion = Field(
        description="Major version, or major and minor to pin both; in quotes.", examples=["17"]
    )
    instance_class: InstanceClass | None = Field(
        None,
        alias="class",
        description="RDS instance class; required with `postgres`.",
        examples=["db.t4g.medium"],
    )
    storage_gib: Storage | None = Field(
        None, description="Allocated storage, in GiB; required with `postgres`.", examples=[50]
    )
    max_storage_gib: Limit | None = Field(
        None,
        description="Limit up to which storage grows by itself, in GiB: twice `storage_gib` if absent; 0 or "
        "`storage_gib` itself keeps it as allocated.",
    )
    capacity: DatabaseCapacity | None = Field(
        None, description="How far each instance of a cluster scales; required with `aurora-postgresql`."
    )
    readers: Readers | None = Field(
        None,
        description="Instances that answer reads, which services find at `<SECRET>_READER_HOST`. `postgres`: read "
        "replicas, none if absent. `aurora-postgresql`: instances beside the writer, each in the next zone; 1 with "
        "`multi_az` and 0 without if absent.",
    )
    backup_days: BackupDays = Field(
        7, description="How far back point-in-time recovery reaches, in days of automated backups."
    )
    multi_az: bool = Field(
        True, description="Keep a standby in a second availability zone; of a cluster, the first reader is one."
    )
    insights: Literal["standard", "advanced"] = Field(
        "standard",
        description="Database Insights: `standard` keeps load and top queries for 7 days; `advanced` also plans, locks "
        "and per-query metrics, for 465 days and a fee.",
    )
    deletion_protection: bool = Field(True, description="Refuse to delete the database.")
    password_version: PasswordVersion | None = Field(
        None,
        description="`postgres` with `readers`, `pilot_light` or `warm_standby`: raise it for another master password. "
        "Terraform makes it there, as RDS lets no instance follow one whose password it manages; elsewhere RDS makes "
        "and rotates it.",
    )
    weekly_snapshots_kept: Snapshots = Field(
        0, description="How many weekly AWS Backup snapshots are kept beside the automated backups."
    )

    @property
    def aurora(self) -> bool:
        """Whether it is an Aurora cluster."""
        return self.engine == "aurora-postgresql"

    @property
    def reader_count(self) -> int:
        """How many instances answer reads beside the one that takes writes."""
        if self.readers is None:
            return int(self.aurora and self.multi_az)
        return self.readers

    @property
    def has_read_replicas(self) -> bool:
        """Whether RDS instances of its region follow it, for which RDS may not manage its master password."""
        return not self.aurora and self.reader_count > 0
