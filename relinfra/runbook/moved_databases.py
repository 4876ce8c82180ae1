"""The databases of a recovery region that come home as snapshots, once nobody writes to them."""

from __future__ import annotations

from relinfra.evidence.records.database import AuroraCluster, Database
from relinfra.evidence.records.recovery import PreparedDatabase, PreparedStandby
from relinfra.evidence.records.stage import Stage
from relinfra.runbook.restores import Source
from relinfra.runbook.step import Given, Kind, Step

__all__ = ["moved"]

_TAKEN_WITHIN = 720
"""Minutes: AWS names no limit, and a large database takes hours."""


def moved(stage: Stage, database: Database) -> Source:
    """Return a snapshot of the database that stands in for one at home, taken there and copied here, as its source.

    The copy lies under the key of the database at home: a key of the other region does not work here.
    """
    there: PreparedDatabase = PreparedStandby.databases.get(stage.recovery.prepared, database.key)
    kind = "cluster_" if isinstance(database, AuroraCluster) else ""
    away: dict[str, Given] = {"region": stage.recovery.region, "identifier": there.identifier}
    home: dict[str, Given] = {"region": stage.region, "identifier": database.identifier}
    both: dict[str, Given] = {**home, "from_region": stage.recovery.region, "taken": there.identifier}
    taken = (
        Step("moment", Kind.LEARN, "moment", away, variable="MOVED_AT"),
        Step("taken", Kind.ACT, f"take_{kind}snapshot", away),
        Step("is_taken", Kind.AWAIT, f"{kind}snapshot_status", away, "available", minutes=_TAKEN_WITHIN),
        Step("carried", Kind.ACT, f"carry_{kind}snapshot", both),
        Step("is_carried", Kind.AWAIT, f"{kind}snapshot_status", home, "available", minutes=_TAKEN_WITHIN),
        Step("carried_arn", Kind.LEARN, f"{kind}snapshot_arn", home, variable="SNAPSHOT_ARN"),
    )
    return Source((), "restore_carried", "_snapshot", begin=taken)
