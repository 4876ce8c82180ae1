"""The engines a database of the matrix may have: the one place where they differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from relinfra.matrix import Database as DeclaredDatabase
from relinfra.stacks.databases.aurora import AuroraEngine
from relinfra.stacks.databases.engine import DatabaseEngine, Follower, Ground
from relinfra.stacks.databases.postgres import PostgresEngine
from relinfra.stacks.scope import StackScope

__all__ = ["DatabaseEngine", "Follower", "Ground", "engine_of", "engines_of", "followers_of"]

_ENGINES: Mapping[str, Callable[[StackScope, str, DeclaredDatabase], DatabaseEngine]] = {
    "postgres": PostgresEngine,
    "aurora-postgresql": AuroraEngine,
}


def followers_of(scope: StackScope, databases: Mapping[str, DeclaredDatabase]) -> dict[str, Follower]:
    """Return what follows each database by its key; the matrix refuses engines that cannot."""
    return {key: PostgresEngine(scope, key, database) for key, database in databases.items()}


def engine_of(scope: StackScope, key: str, database: DeclaredDatabase) -> DatabaseEngine:
    """Return the engine of a database by its key in the matrix."""
    return _ENGINES[database.engine](scope, key, database)


def engines_of(scope: StackScope, databases: Mapping[str, DeclaredDatabase]) -> dict[str, DatabaseEngine]:
    """Return the engine of each database by its key."""
    return {key: engine_of(scope, key, database) for key, database in databases.items()}
