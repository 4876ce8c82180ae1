"""Replicas of a database that was replaced: they follow the damaged one until Terraform makes them anew."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Fact, value_of
from relinfra.evidence.records.database import Database, RdsInstance
from relinfra.evidence.records.stage import Stage
from relinfra.runbook.step import Given, Kind, Step
from relinfra.runbook.terraform import place

__all__ = ["all_follow", "follow_anew", "readers_gone", "stacks_of_standby", "standby_gone"]

_GONE_WITHIN = 30
_FOLLOWS_WITHIN = 720
"""Minutes: a replica begins as a snapshot that is copied between regions, and a large database takes hours."""
_REPLICA = "'available replica'"
_ANY_REPLICA = "*' replica'"


def all_follow(stage: Stage, database: Database, *, standby: bool = True) -> tuple[Step, ...]:
    """Return the demand that each replica that will be removed is one: a promoted one holds data of its own."""
    found = _replicas(stage, database) if standby else [(stage.region, name) for name in _readers(database)]
    return tuple(
        Step("is_replica", Kind.DEMAND, "instance_role", _about(region, name, database), _ANY_REPLICA)
        for region, name in found
    )


def readers_gone(stage: Stage, database: Database) -> tuple[Step, ...]:
    """Return how the read replicas beside a damaged database make way for those of the one in its place."""
    return tuple(step for name in _readers(database) for step in _removed(stage.region, name))


def standby_gone(stage: Stage, database: Database) -> tuple[Step, ...]:
    """Return how replicas in the recovery region make way.

    Terraform would leave them: it ignores what they follow, so that a promoted one is not made a replica again.
    """
    return tuple(step for name in _standby(stage, database) for step in _removed(stage.recovery.region, name))


def follow_anew(stage: Stage, database: Database) -> tuple[Step, ...]:
    """Return the wait for every replica of a database, of either region, to follow the one in its place."""
    return tuple(
        Step(
            "follows_anew",
            Kind.AWAIT,
            "instance_role",
            _about(region, name, database),
            _REPLICA,
            minutes=_FOLLOWS_WITHIN,
        )
        for region, name in _replicas(stage, database)
    )


def stacks_of_standby(stage: Stage) -> tuple[str, ...]:
    """Return the stacks of the databases in the recovery region."""
    known = [place(one.identifier) for one in stage.recovery.replicas if one.identifier]
    return tuple(dict.fromkeys(found[0] for found in known if found))


def _readers(database: Database) -> Iterator[Fact]:
    if isinstance(database, RdsInstance):
        yield from (one.identifier for one in database.replicas if one.identifier)


def _standby(stage: Stage, database: Database) -> Iterator[Fact]:
    for one in stage.recovery.replicas:
        if one.identifier and database.identifier and value_of(one.source) == database.identifier.value:
            yield one.identifier


def _replicas(stage: Stage, database: Database) -> list[tuple[Fact | None, Fact]]:
    home = [(stage.region, name) for name in _readers(database)]
    return [*home, *((stage.recovery.region, name) for name in _standby(stage, database))]


def _about(region: Fact | None, name: Fact, database: Database) -> dict[str, Given]:
    return {"region": region, "identifier": name, "source": database.identifier}


def _removed(region: Fact | None, name: Fact) -> tuple[Step, ...]:
    """Return how a replica goes: RDS refuses to delete an instance while its protection is on.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html
    """
    about: dict[str, Given] = {"region": region, "identifier": name}
    return (
        Step("replica_unprotect", Kind.ACT, "unprotect_instance", about),
        Step("replica_unprotected", Kind.AWAIT, "instance_protected", about, "False", minutes=_GONE_WITHIN),
        Step("replica_goes", Kind.ACT, "delete_replica", about),
        Step("replica_gone", Kind.AWAIT, "replica_left", about, "0", minutes=_GONE_WITHIN),
    )
