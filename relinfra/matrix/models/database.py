"""A PostgreSQL database on RDS."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from relinfra.matrix.models.model import Model
from relinfra.matrix.values.aws import InstanceClass, PostgresVersion
from relinfra.matrix.values.expecting import expecting

__all__ = ["Database"]

Storage = Annotated[int, Field(ge=20, le=65_536), expecting("a storage size from 20 to 65536 GiB")]
Limit = Annotated[
    int, Field(ge=0, le=65_536), expecting("a storage size up to 65536 GiB, or 0 where storage must not grow")
]
BackupDays = Annotated[
    int, Field(ge=1, le=35), expecting("a number of days from 1 to 35 (0 would switch automated backups off)")
]
Snapshots = Annotated[int, Field(ge=0, le=520), expecting("a number of snapshots from 0 to 520")]


class Database(Model):
    """An encrypted RDS instance whose master password AWS manages."""

    engine: Literal["postgres"] = Field("postgres", description="The database engine.")
    version: PostgresVersion = Field(
        description="Major version, or major and minor to pin both; in quotes.", examples=["17"]
    )
    instance_class: InstanceClass = Field(alias="class", description="RDS instance class.", examples=["db.t4g.medium"])
    storage_gib: Storage = Field(description="Allocated storage, in GiB.", examples=[50])
    max_storage_gib: Limit | None = Field(
        None,
        description="Limit up to which storage grows by itself, in GiB: twice `storage_gib` if absent; 0 or "
        "`storage_gib` itself keeps it as allocated.",
    )
    backup_days: BackupDays = Field(
        7, description="How far back point-in-time recovery reaches, in days of automated backups."
    )
    multi_az: bool = Field(True, description="Keep a standby in a second availability zone.")
    insights: Literal["standard", "advanced"] = Field(
        "standard",
        description="Database Insights: `standard` keeps load and top queries for 7 days; `advanced` also plans, locks "
        "and per-query metrics, for 465 days and a fee.",
    )
    deletion_protection: bool = Field(True, description="Refuse to delete the instance.")
    weekly_snapshots_kept: Snapshots = Field(
        0, description="How many weekly AWS Backup snapshots are kept beside the automated backups."
    )
