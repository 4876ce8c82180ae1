"""PostgreSQL on RDS."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from relinfra.matrix.models.engines.base import BaseDatabase
from relinfra.matrix.values.instance_classes import InstanceClass
from relinfra.reading.expecting import expecting
from relinfra.reading.variant import Foreign, Needed

__all__ = ["Postgres"]

Storage = Annotated[int, Field(ge=20, le=65_536), expecting("a storage size from 20 to 65536 GiB")]
Limit = Annotated[
    int, Field(ge=0, le=65_536), expecting("a storage size up to 65536 GiB, or 0 where storage must not grow")
]
PasswordVersion = Annotated[int, Field(ge=1, le=1_000_000), expecting("a whole number from 1 on")]


class Postgres(BaseDatabase):
    """An RDS instance of a class and a storage."""

    spoken: ClassVar[str] = "`postgres`"
    refused: ClassVar[Mapping[str, Foreign]] = {
        "capacity": Foreign(
            "no `capacity` with `postgres`",
            "an RDS instance has a `class`; `capacity: null` takes away what lies under it",
        )
    }

    engine: Literal["postgres"] = Field(
        "postgres",
        description="The database engine: `postgres` is an RDS instance of a `class` and `storage_gib`; "
        "`aurora-postgresql` is a cluster of Aurora Serverless v2, whose `capacity` follows the load.",
    )
    instance_class: Annotated[
        InstanceClass, Needed("a `class`, which {} needs", "for example `class: db.t4g.medium`")
    ] = Field(
        alias="class",
        description="RDS instance class; required with `postgres`.",
        examples=["db.t4g.medium"],
    )
    storage_gib: Annotated[Storage, Needed("a `storage_gib`, which {} needs")] = Field(
        description="Allocated storage, in GiB; required with `postgres`.", examples=[50]
    )
    max_storage_gib: Limit | None = Field(
        None,
        description="Limit up to which storage grows by itself, in GiB: twice `storage_gib` if absent; 0 or "
        "`storage_gib` itself keeps it as allocated.",
    )
    password_version: PasswordVersion | None = Field(
        None,
        description="`postgres` with `readers`, `pilot_light` or `warm_standby`: raise it for another master password. "
        "Terraform makes it there, as RDS lets no instance follow one whose password it manages; elsewhere RDS makes "
        "and rotates it.",
    )

    @property
    def reader_count(self) -> int:
        """The number of read replicas in its region, with which RDS may not manage its master password."""
        return self.readers or 0
