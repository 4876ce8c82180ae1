"""Rollback by hand: the commands, with the real names."""

from __future__ import annotations

from typing import assert_never

from relinfra.evidence import Fact
from relinfra.evidence.records.database import AuroraCluster, Database, RdsInstance
from relinfra.evidence.records.recovery import CopiedDatabase
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Block, Step
from relinfra.plan.say import command, say
from relinfra.plan.sections.procedures import steps_of, told
from relinfra.runbook import failover_of, restore_of, rollback_of, stop_of

__all__ = ["database_by_hand", "elsewhere", "service_by_hand"]


def elsewhere(stage: Stage) -> tuple[Step, ...]:
    """Return how a stage fails over, or how its copied data is restored in the other region, none without either."""
    region = stage.recovery.region
    if region is None:
        return ()
    copied = (step for copy in stage.recovery.databases for step in _restored(stage, copy, region))
    failover = steps_of(failover_of(stage))
    return failover if stage.recovery.prepared.stacks else (*failover, *copied)


def service_by_hand(stage: Stage, service: Service, where: str) -> tuple[Block, ...]:
    """Return how a person stops a deployment, and how what arrived is turned back; nothing where it is unknown."""
    return told(where, stop_of(stage, service), rollback_of(stage, service))


def database_by_hand(stage: Stage, database: Database) -> tuple[Step, ...]:
    """Return how a person restores a database to a time, nothing where its name is not known."""
    return steps_of(restore_of(stage, database))


def _bounds(cluster: AuroraCluster) -> dict[str, Fact | None]:
    """Return the capacity that a restored cluster is given: AWS does not take it over."""
    return {"low": cluster.acu_min, "high": cluster.acu_max}


def _manned(cluster: AuroraCluster, region: Fact | None) -> tuple[Step, ...]:
    """Return how a restored cluster gets an instance, none for one of an engine that is not known here."""
    identifier, engine, instance_class = cluster.identifier, cluster.engine, cluster.instance_class
    if not (region and identifier and engine and instance_class):
        return ()
    about = f"{cluster.id}.copy"
    given = {"region": region, "identifier": identifier, "engine": engine, "instance_class": instance_class}
    return (
        Step(
            (say("manual.man_copy", about, identifier=identifier),),
            (command("man_copy", about, **given),),
            (say("manual.manned_copy", about, identifier=identifier),),
        ),
    )


def _restored(stage: Stage, copy: CopiedDatabase, region: Fact) -> tuple[Step, ...]:
    """Return how a database is restored from its copy in another region."""
    if copy.identifier is None:
        return ()
    original = Stage.databases.get(stage, copy.key)
    match original:
        case RdsInstance():
            return _restored_backup(original, copy, region)
        case AuroraCluster():
            return _restored_snapshot(original, copy, region)
        case _:
            assert_never(original)


def _restored_backup(original: RdsInstance, copy: CopiedDatabase, region: Fact) -> tuple[Step, ...]:
    about, identifier = copy.id, copy.identifier
    # What has replicas has a password of Terraform's, and a secret of the environment's own.
    own = original.replicas
    return (
        Step(
            (say("manual.find_copy", about, identifier=identifier, region=region),),
            (command("find_copy", about, region=region, identifier=identifier),),
            (say("manual.copy_found", about),),
        ),
        Step(
            (say("manual.restore_copy", about, identifier=identifier, region=region),),
            (command("restore_copy", about, region=region, identifier=identifier),),
            (say("manual.copy_restored_own" if own else "manual.copy_restored", about),),
        ),
    )


def _restored_snapshot(original: AuroraCluster, copy: CopiedDatabase, region: Fact) -> tuple[Step, ...]:
    about, identifier, vault, engine = copy.id, copy.identifier, copy.vault, original.engine
    named = {"region": region, "identifier": identifier}
    return (
        Step(
            (say("manual.find_snapshot", about, vault=vault, region=region, identifier=identifier),),
            (command("find_snapshot", about, vault=vault, region=region, identifier=identifier),),
            (say("manual.snapshot_found", about),),
        ),
        Step(
            (say("manual.restore_copy", about, region=region, identifier=identifier),),
            (command("restore_snapshot", about, engine=engine, **named, **_bounds(original)),),
            (say("manual.snapshot_restored", about),),
        ),
        *_manned(original, region),
    )
