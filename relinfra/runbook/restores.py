"""A database restored to a time: the copy takes the name of the damaged one, and everything leads to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from relinfra.evidence import Fact, value_of
from relinfra.evidence.records.database import AuroraCluster, ClusterMember, Database, RdsInstance
from relinfra.evidence.records.stage import Stage
from relinfra.runbook.checks import right_account
from relinfra.runbook.copies import copied_anew, copies_ended
from relinfra.runbook.database_writers import brought_back, stopped, writers
from relinfra.runbook.pipeline import held, let_go, runs_ended
from relinfra.runbook.replicas import all_follow, follow_anew, readers_gone, stacks_of_standby, standby_gone
from relinfra.runbook.step import Kind, Procedure, Step
from relinfra.runbook.terraform import in_line

__all__ = ["Source", "replacing", "restore_of", "snapshot_restore_of"]

_RESTORED_WITHIN = 720
"""Minutes: AWS names no limit, and a large database takes hours."""
_RENAMED_WITHIN = 30
_BROKEN = "@(failed|incompatible-*|inaccessible-*|restore-error|storage-full)"


@dataclass(frozen=True)
class Source:
    """The source that a database is restored from: how it is found, and the step that begins, ending in `suffix`."""

    found: tuple[Step, ...]
    key: str
    suffix: str = ""
    given: Mapping[str, Fact | None] = field(default_factory=dict)
    begin: tuple[Step, ...] = ()
    """What comes just before, once nobody writes any more."""

    def begun(self, about: dict[str, Fact | None], command: str) -> Step:
        """Return how the copy is begun."""
        return Step(self.key, Kind.ACT, f"{command}{self.suffix}", {**about, **self.given})


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
    before, done, names = replacing(stage, database, _source(stage, database, vault))
    serving = writers(stage, database)
    return (
        *before,
        *all_follow(stage, database),
        *held(stage),
        *runs_ended(stage),
        *stopped(stage, serving),
        *done,
        *readers_gone(stage, database),
        *standby_gone(stage, database),
        *copies_ended(stage, database),
        *in_line(stage, names, stacks_of_standby(stage)),
        *follow_anew(stage, database),
        *brought_back(stage, serving),
        *copied_anew(stage, database),
        Step("damaged_kept", Kind.DECIDE, given={"identifier": database.identifier}),
        *let_go(stage),
    )


def replacing(
    stage: Stage, database: Database, source: Source
) -> tuple[tuple[Step, ...], tuple[Step, ...], tuple[Fact, ...]]:
    """Return what has to hold before a copy takes a database's place, how it does, and the names that it takes."""
    members: tuple[Fact, ...] = ()
    match database:
        case RdsInstance():
            before, done = _instance(stage, database, source)
        case AuroraCluster():
            before, done = _cluster(stage, database, source)
            members = ClusterMember.identifier.each(database.members)
        case _:
            assert_never(database)
    return before, done, (database.identifier, *members) if database.identifier else members


def _named(stage: Stage, database: Database) -> dict[str, Fact | None]:
    return {"region": stage.region, "identifier": database.identifier}


def _instance(stage: Stage, database: RdsInstance, source: Source) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """Return what has to hold before, and what is done to an instance."""
    about = _named(stage, database)
    before = (
        Step("is_there", Kind.DEMAND, "instance_status", about, "available"),
        *source.found,
        Step("names_free", Kind.DEMAND, "instance_names_taken", about, "0"),
    )
    done = (
        *source.begin,
        source.begun(about, "restore_instance"),
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


def _cluster(stage: Stage, cluster: AuroraCluster, source: Source) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """Return what has to hold before, and what is done to a cluster and its instances."""
    about = _named(stage, cluster)
    before = (
        Step("is_there", Kind.DEMAND, "cluster_status", about, "available"),
        *source.found,
        Step("names_free", Kind.DEMAND, "cluster_names_taken", about, "0"),
    )
    done = (
        *source.begin,
        source.begun(about, "restore_cluster"),
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


def _source(stage: Stage, database: Database, vault: Fact | None) -> Source:
    """Return the database's own backups with the demand that they reach the time, or a snapshot of a vault."""
    about = _named(stage, database)
    if vault is None:
        reaches = "cluster_restorable" if isinstance(database, AuroraCluster) else "instance_restorable"
        return Source((Step("restorable", Kind.DEMAND, reaches, about, "yes"),), "restore")
    found = Step("snapshot", Kind.LEARN, "snapshot_found", {**about, "vault": vault}, variable="SNAPSHOT_ARN")
    return Source((found,), "restore_snapshot", "_snapshot", {"vault": vault})
