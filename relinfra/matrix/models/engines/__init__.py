"""Database engines, a module each."""

from __future__ import annotations

from typing import Annotated

from relinfra.matrix.models.engines.aurora_postgresql import AuroraPostgresql
from relinfra.matrix.models.engines.postgres import Postgres
from relinfra.reading.variants import Variants

__all__ = ["AuroraPostgresql", "Database", "Postgres"]

Database = Annotated[
    Postgres | AuroraPostgresql,
    Variants(
        "Database",
        "An encrypted database whose master password AWS manages: an RDS instance or an Aurora Serverless v2 cluster.",
        "engine",
    ),
]
"""Every database. `match` on the classes, and end with `assert_never`."""
