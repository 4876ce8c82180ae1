"""Backups that RDS replicates to another region: those of one instance, under whatever name it goes on.

A copy bears the id of its instance, which no name changes (`auto-backup:ab-…` of `db-…`): after a restore it would stay
that of the damaged one. AWS says so of read replicas; of copies its examples show it, and no sentence says it.
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReplicateBackups.html
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RenameInstance.html
"""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import value_of
from relinfra.evidence.records.database import Database, RdsInstance
from relinfra.evidence.records.stage import Stage
from relinfra.runbook.step import Given, Kind, Step

__all__ = ["copied_anew", "copies_ended"]

_ENDED_WITHIN = 75
"""Minutes: so long the provider waits for a replication to begin or to end."""
_COPIED_WITHIN = 720
"""Minutes: the first copy is a whole one, and a large database takes hours."""


def copies_ended(stage: Stage, database: Database) -> tuple[Step, ...]:
    """Return how the backups of the damaged instance are copied no more, so that Terraform begins those of the new one.

    It forgets a replication that has ended: what was copied is kept for the days that it was kept for.
    """
    return tuple(
        step
        for about in _copied(stage, database)
        for step in (
            Step("copies_end", Kind.ACT, "stop_copies", about),
            Step("copies_ended", Kind.AWAIT, "damaged_copies_status", about, "@(none|retained)", minutes=_ENDED_WITHIN),
        )
    )


def copied_anew(stage: Stage, database: Database) -> tuple[Step, ...]:
    """Return the wait for the backups of the instance in the damaged one's place to be copied."""
    return tuple(
        Step("copied_anew", Kind.AWAIT, "copies_status", about, "replicating", minutes=_COPIED_WITHIN)
        for about in _copied(stage, database)
    )


def _copied(stage: Stage, database: Database) -> Iterator[dict[str, Given]]:
    """Yield what is told of each replication of a database; AWS Backup copies those of clusters, by their names."""
    if not isinstance(database, RdsInstance) or database.identifier is None:
        return
    for one in stage.recovery.databases:
        if one.vault is None and value_of(one.identifier) == database.identifier.value:
            yield {"region": stage.region, "elsewhere": one.region, "identifier": database.identifier}
