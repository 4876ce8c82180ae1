"""A database restored to a time: the copy takes the name of the damaged one, and everything leads to it."""

from __future__ import annotations

from typing import assert_never

from relinfra.evidence import Fact, value_of
from relinfra.evidence.records.database import AuroraCluster, ClusterMember, Database, RdsInstance
from relinfra.evidence.records.stage import Stage
from relinfra.runbook.checks import right_account
from relinfra.runbook.database_writers import brought_back, stopped, writers
from relinfra.runbook.pipeline import held, let_go, runs_ended
from relinfra.runbook.replicas import all_follow, follow_anew, readers_gone, stacks_of_standby, standby_gone
from relinfra.runbook.step import Kind, Procedure, Step
from relinfra.runbook.terraform import in_line

__all__ = ["restore_of", "snapshot_restore_of"]

_RESTORED_WITHIN = 720
"""Minutes: AWS names no limit, and a large database takes hours."""
_RENAMED_WITHIN = 30
_BROKEN = "@(failed|incompatible-*|inaccessible-*|restore-error|storage-full)"


def restore_of(stage: Stage, database: Database) -> Procedure | None:
    """Return how a database is restored to a time, None where its name is not known."""
    if not (stage.region and database.identifier):
        return None
    steps, title = _replaced(stage, database, None), {"identifier": database.identifier, "stage": stage.name}
    return Procedure("restore", database.id, title, (*right_account(stage), *steps), ("RESTORE_TIME",))


def snapshot_restore_of(stage: Stage, database: Database) -> Procedure | None:
    """Return how a database is restored from a snapshot of AWS Backup, None where no plan takes one of it."""
    identifier = database.identifier
    vaults = [one.vault for one in stage.snapshots if identifier and identifier.value in (value_of(one.covers) or ())]
    if not (stage.region and identifier and vaults and vaults[0]):
        return None
    steps, title = _replaced(stage, database, vaults[0]), {"identifier": identifier, "stage": stage.name}
    named = (*right_account(stage), *steps)
    return Procedure("restore_snapshot", database.id, title, named, options=("RESTORE_TIME",))


def _replaced(stage: Stage, database: Database, vault: Fact | None) -> tuple[Step, ...]:
    """Return how a copy of a database, from its own backups or from a vault, takes the database's place."""
    members: tuple[Fact, ...] = ()
    match database:
        case RdsInstance():
            before, done = _instance(stage, database, vault)
        case AuroraCluster():
            before, done = _cluster(stage, database, vault)
            members = ClusterMember.identifier.each(database.members)
        case _:
            assert_never(database)
    serving = writers(stage, database)
    names = (database.identifier, *members) if database.identifier else members
    return (
        *before,
        *all_follow(stage, database),
        *held(stage),
        *runs_ended(stage),
        *stopped(stage, serving),
        *done,
        *readers_gone(stage, database),
        *standby_gone(stage, database),
        *in_line(stage, names, stacks_of_standby(stage)),
        *follow_anew(stage, database),
        *brought_back(stage, serving),
        Step("damaged_kept", Kind.DECIDE, given={"identifier": database.identifier}),
        *let_go(stage),
    )


def _named(stage: Stage, database: Database) -> dict[str, Fact | None]:
    return {"region": stage.region, "identifier": database.identifier}


def _instance(stage: Stage, database: RdsInstance, vault: Fact | None) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """Return what has to hold before, and what is done to an instance."""
    about = _named(stage, database)
    before = (
        Step("is_there", Kind.DEMAND, "instance_status", about, "available"),
        _source(about, vault, "instance_restorable"),
        Step("names_free", Kind.DEMAND, "instance_names_taken", about, "0"),
    )
    done = (
        _begun(about, vault, "restore_instance"),
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


def _cluster(stage: Stage, cluster: AuroraCluster, vault: Fact | None) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """Return what has to hold before, and what is done to a cluster and its instances."""
    about = _named(stage, cluster)
    before = (
        Step("is_there", Kind.DEMAND, "cluster_status", about, "available"),
        _source(about, vault, "cluster_restorable"),
        Step("names_free", Kind.DEMAND, "cluster_names_taken", about, "0"),
    )
    done = (
        _begun(about, vault, "restore_cluster"),
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


def _source(about: dict[str, Fact | None], vault: Fact | None, reaches: str) -> Step:
    """Return the demand that backups reach the time, or which snapshot is restored."""
    if vault is None:
        return Step("restorable", Kind.DEMAND, reaches, about, "yes")
    return Step("snapshot", Kind.LEARN, "snapshot_found", {**about, "vault": vault}, variable="SNAPSHOT_ARN")


def _begun(about: dict[str, Fact | None], vault: Fact | None, command: str) -> Step:
    """Return how the copy is begun."""
    if vault is None:
        return Step("restore", Kind.ACT, command, about)
    return Step("restore_snapshot", Kind.ACT, f"{command}_snapshot", {**about, "vault": vault})
