"""PostgreSQL on Aurora Serverless v2."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from relinfra.matrix.models.database_capacity import DatabaseCapacity
from relinfra.matrix.models.engines.base import PASSWORD_OF_RDS, BaseDatabase
from relinfra.reading.variant import Foreign, Needed

__all__ = ["AuroraPostgresql"]

_UNDER = "takes away what lies under it"


class AuroraPostgresql(BaseDatabase):
    """A cluster whose instances grow and shrink with the load."""

    spoken: ClassVar[str] = "`aurora-postgresql`"
    refused: ClassVar[Mapping[str, Foreign]] = {
        "class": Foreign(
            "no `class` with `aurora-postgresql`",
            f"Serverless v2 has no class; its `capacity` follows the load; `class: null` {_UNDER}",
        ),
        "storage_gib": Foreign(
            "no `storage_gib` with `aurora-postgresql`",
            f"Aurora's storage grows by itself, from nothing; `storage_gib: null` {_UNDER}",
        ),
        "max_storage_gib": Foreign(
            "no `max_storage_gib` with `aurora-postgresql`",
            f"Aurora's storage grows by itself, up to what AWS has; `max_storage_gib: null` {_UNDER}",
        ),
        "password_version": PASSWORD_OF_RDS,
    }

    engine: Literal["aurora-postgresql"] = Field(
        description="A cluster of Aurora Serverless v2.", examples=["aurora-postgresql"]
    )
    capacity: Annotated[DatabaseCapacity, Needed("a `capacity`, which {} needs")] = Field(
        description="How far each instance of a cluster scales; required with `aurora-postgresql`.",
        examples=[{"min_acu": 2, "max_acu": 16}],
    )

    @property
    def reader_count(self) -> int:
        """The number of instances that answer reads beside the writer."""
        return int(self.multi_az) if self.readers is None else self.readers
