"""The engines a database of the matrix may have: the one place where they differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from relinfra.matrix import AuroraPostgresql, Database, Postgres
from relinfra.stacks.databases.aurora import AuroraEngine
from relinfra.stacks.databases.engine import DatabaseEngine, Follower, Ground
from relinfra.stacks.databases.postgres import PostgresEngine
from relinfra.stacks.scope import StackScope

__all__ = ["DatabaseEngine", "Follower", "Ground", "engine_of", "engines_of", "followers_of"]


def followers_of(scope: StackScope, databases: Mapping[str, Database]) -> dict[str, Follower]:
    """Return what follows each database by its key: RDS instances alone do, and the matrix refuses the others there."""
    return {
        key: PostgresEngine(scope, key, database)
        for key, database in databases.items()
        if isinstance(database, Postgres)
    }


def engine_of(scope: StackScope, key: str, database: Database) -> DatabaseEngine:
    """Return the engine of a database by its key in the matrix."""
    match database:
        case Postgres():
            return PostgresEngine(scope, key, database)
        case AuroraPostgresql():
            return AuroraEngine(scope, key, database)
        case _:
            assert_never(database)


def engines_of(scope: StackScope, databases: Mapping[str, Database]) -> dict[str, DatabaseEngine]:
    """Return the engine of each database by its key."""
    return {key: engine_of(scope, key, database) for key, database in databases.items()}
