"""Fields that every database has, whichever engine runs it."""

from typing import Annotated, Literal

from pydantic import Field

from relinfra.matrix.models.formerly import Formerly
from relinfra.matrix.models.password_rotation import PasswordRotation
from relinfra.matrix.values.aws import PostgresMajor, PostgresVersion
from relinfra.reading.choices import choices
from relinfra.reading.expecting import expecting
from relinfra.reading.variant import Foreign, Variant

__all__ = ["PASSWORD_OF_RDS", "BaseDatabase"]

BackupDays = Annotated[
    int, Field(ge=1, le=35), expecting("a number of days from 1 to 35 (0 would switch automated backups off)")
]
Readers = Annotated[int, Field(ge=0, le=15), expecting("a number of readers from 0 to 15")]
Snapshots = Annotated[int, Field(ge=0, le=520), expecting("a number of snapshots from 0 to 520")]


PASSWORD_OF_RDS = Foreign(
    "no `password_version` without `pilot_light`, `warm_standby` or `readers` of an RDS instance",
    "RDS makes and rotates the master password there",
)
"""Why nobody counts a password that RDS makes: of a cluster, or of an instance that nothing follows."""


class BaseDatabase(Variant):
    """An encrypted PostgreSQL database."""

    version: PostgresVersion = Field(
        description="Major version, or major and minor to pin both; in quotes.", examples=["17"]
    )
    formerly: Formerly = None
    upgrade_from: PostgresMajor | None = Field(
        None,
        description="The major version before, while a release upgrades from it: RDS is then allowed to, at once, and "
        "the parameter group of that version stays. Remove the line once the upgrade is done.",
        examples=["16"],
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
    insights: Annotated[
        Literal["standard", "advanced"],
        choices(
            {
                "standard": "Load and top queries, kept for 7 days.",
                "advanced": "Also plans, locks and metrics of each query, kept for 465 days and for a fee.",
            }
        ),
    ] = Field(
        "standard",
        description="Database Insights: `standard` keeps load and top queries for 7 days; `advanced` also plans, locks "
        "and per-query metrics, for 465 days and a fee.",
    )
    deletion_protection: bool = Field(True, description="Refuse to delete the database.")
    password_rotation: PasswordRotation = Field(
        PasswordRotation.model_construct(),
        description="When RDS rotates the master password, where it manages it; tasks that are given it are replaced "
        "after that, and new connections may fail until they are.",
    )
    weekly_snapshots_kept: Snapshots = Field(
        0, description="How many weekly AWS Backup snapshots are kept beside the automated backups."
    )
