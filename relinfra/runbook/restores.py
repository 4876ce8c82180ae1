"""A database restored to a time: the copy takes the name of the damaged one, and everything leads to it."""

from __future__ import annotations

from typing import assert_never

from relinfra.evidence import Fact
from relinfra.evidence.records.database import AuroraCluster, ClusterMember, Database, RdsInstance
from relinfra.evidence.records.stage import Stage
from relinfra.runbook.checks import right_account
from relinfra.runbook.database_writers import brought_back, stopped, writers
from relinfra.runbook.pipeline import held, let_go, runs_ended
from relinfra.runbook.step import Given, Kind, Procedure, Step
from relinfra.runbook.terraform import in_line

__all__ = ["restore_of"]

_RESTORED_WITHIN = 720
"""Minutes: AWS names no limit, and a large database takes hours."""
_RENAMED_WITHIN = 30
_BROKEN = "@(failed|incompatible-*|inaccessible-*|restore-error|storage-full)"


def restore_of(stage: Stage, database: Database) -> Procedure | None:
    """Return how a database is restored to a time, None where its name is not known."""
    if not (stage.region and database.identifier):
        return None
    members: tuple[Fact, ...] = ()
    match database:
        case RdsInstance():
            before, done = _instance(stage, database)
        case AuroraCluster():
            before, done = _cluster(stage, database)
            members = ClusterMember.identifier.each(database.members)
        case _:
            assert_never(database)
    serving = writers(stage, database)
    around = (
        *before,
        *held(stage),
        *runs_ended(stage),
        *stopped(stage, serving),
        *done,
        *_replicas(stage, database),
        *in_line(stage, (database.identifier, *members)),
        *brought_back(stage, serving),
        Step("damaged_kept", Kind.DECIDE, given={"identifier": database.identifier}),
        *let_go(stage),
    )
    title: dict[str, Given] = {"identifier": database.identifier, "stage": stage.name}
    return Procedure("restore", database.id, title, (*right_account(stage), *around), ("RESTORE_TIME",))


def _named(stage: Stage, database: Database) -> dict[str, Fact | None]:
    return {"region": stage.region, "identifier": database.identifier}


def _instance(stage: Stage, database: RdsInstance) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """Return what has to hold before, and what is done to an instance."""
    about = _named(stage, database)
    before = (
        Step("is_there", Kind.DEMAND, "instance_status", about, "available"),
        Step("restorable", Kind.DEMAND, "instance_restorable", about, "yes"),
        Step("names_free", Kind.DEMAND, "instance_names_taken", about, "0"),
    )
    done = (
        Step("restore", Kind.ACT, "restore_instance", about),
        Step("restored", Kind.AWAIT, "restored_instance_status", about, "available", _BROKEN, _RESTORED_WITHIN),
        Step("completed", Kind.ACT, "complete_instance", about),
        Step("complete", Kind.AWAIT, "instances_alike", about, "yes", minutes=_RENAMED_WITHIN),
        Step("compared", Kind.DECIDE, given=about),
        Step("aside", Kind.ACT, "rename_damaged_instance", about),
        Step("is_aside", Kind.AWAIT, "damaged_instance_status", about, "available", minutes=_RENAMED_WITHIN),
        Step("in_place", Kind.ACT, "rename_restored_instance", about),
        Step("is_in_place", Kind.AWAIT, "instance_status", about, "available", minutes=_RENAMED_WITHIN),
    )
    return before, done


def _cluster(stage: Stage, cluster: AuroraCluster) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """Return what has to hold before, and what is done to a cluster and its instances."""
    about = _named(stage, cluster)
    before = (
        Step("is_there", Kind.DEMAND, "cluster_status", about, "available"),
        Step("restorable", Kind.DEMAND, "cluster_restorable", about, "yes"),
        Step("names_free", Kind.DEMAND, "cluster_names_taken", about, "0"),
    )
    done = (
        Step("restore", Kind.ACT, "restore_cluster", about),
        Step("restored", Kind.AWAIT, "restored_cluster_status", about, "available", _BROKEN, _RESTORED_WITHIN),
        Step("manned", Kind.ACT, "man_restored_cluster", about),
        Step("is_manned", Kind.AWAIT, "restored_members", about, "true", minutes=_RENAMED_WITHIN * 2),
        Step("completed", Kind.ACT, "complete_cluster", about),
        Step("complete", Kind.AWAIT, "clusters_alike", about, "yes", minutes=_RENAMED_WITHIN),
        Step("compared", Kind.DECIDE, given=about),
        Step("aside", Kind.ACT, "rename_damaged_cluster", about),
        Step("is_aside", Kind.AWAIT, "damaged_cluster_ready", about, "true", minutes=_RENAMED_WITHIN),
        Step("in_place", Kind.ACT, "rename_restored_cluster", about),
        Step("is_in_place", Kind.AWAIT, "cluster_ready", about, "true", minutes=_RENAMED_WITHIN),
    )
    return before, done


def _replicas(stage: Stage, database: Database) -> tuple[Step, ...]:
    """Return how replicas that follow the damaged instance make way for those that Terraform makes of the restored."""
    if not isinstance(database, RdsInstance):
        return ()
    steps = []
    for replica in database.replicas:
        about: dict[str, Given] = {"region": stage.region, "identifier": replica.identifier}
        steps += [
            Step("replica_goes", Kind.ACT, "delete_replica", about),
            Step("replica_gone", Kind.AWAIT, "replica_left", about, "0", minutes=_RENAMED_WITHIN),
        ]
    return tuple(steps)
