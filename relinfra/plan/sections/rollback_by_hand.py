"""Rollback by hand: the commands, with the real names."""

from __future__ import annotations

from typing import assert_never

from relinfra.evidence import Fact
from relinfra.evidence.records.database import AuroraCluster, Database, RdsInstance, ReadReplica
from relinfra.evidence.records.recovery import CopiedDatabase, StandbyReplica
from relinfra.evidence.records.rollout import BlueGreen, Canary, CodeDeploy, Linear, OtherRollout, Rolling
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Line, Statement, Step
from relinfra.plan.say import command, say
from relinfra.plan.sections.aws_documentation import documented
from relinfra.plan.sections.code_deploy import turned_back

__all__ = ["by_hand", "database_by_hand", "elsewhere", "service_by_hand"]


def by_hand(stage: Stage) -> tuple[Step, ...]:
    """Return how a person turns each service and each database of a stage back."""
    services = [step for service in stage.services for step in service_by_hand(stage, service)]
    databases = [database for database in stage.databases if database.identifier]
    return (*services, *(step for database in databases for step in database_by_hand(stage, database)))


def elsewhere(stage: Stage) -> tuple[Step, ...]:
    """Return how a database is restored in the recovery region, none where no copy lies there."""
    region = stage.recovery.region
    if region is None:
        return ()
    promoted = [step for replica in stage.recovery.replicas for step in _promoted(replica, region)]
    return (*promoted, *(step for copy in stage.recovery.databases for step in _restored(stage, copy, region)))


def service_by_hand(stage: Stage, service: Service) -> tuple[Step, ...]:
    """Return how a person turns a service back, nothing where its way back is not known."""
    rollout = service.rollout
    match rollout:
        case Rolling():
            return _redeployed(stage, service, say("manual.stopped_rolling", service.id))
        case BlueGreen() | Canary() | Linear():
            stopped = say("manual.stopped_shifting", service.id, bake=rollout.bake_minutes)
            return _redeployed(stage, service, stopped)
        case CodeDeploy():
            return turned_back(stage, service)
        case OtherRollout():
            return ()
        case _:
            assert_never(rollout)


def _redeployed(stage: Stage, service: Service, stopped: Statement) -> tuple[Step, ...]:
    """Return how a deployment of ECS is stopped, and how the revision before it is deployed once more."""
    region, cluster, about, name, family = stage.region, service.cluster, service.id, service.name, service.family
    if not (region and cluster and name and family):
        return ()
    return (
        Step(
            (say("manual.find", about, name=name),),
            (command("find_deployment", about, region=region, cluster=cluster, name=name),),
            (say("manual.found", about),),
        ),
        Step((say("manual.stop", about),), (command("stop_deployment", about, region=region),), (stopped,)),
        Step(
            (say("manual.revisions", about, family=family),),
            (command("list_revisions", about, region=region, family=family),),
            (say("manual.revision_known", about),),
        ),
        Step(
            (say("manual.redeploy", about, name=name),),
            (command("redeploy", about, region=region, cluster=cluster, name=name, family=family),),
            (_afterwards(service),),
        ),
    )


def _afterwards(service: Service) -> Statement:
    if service.image_variable:
        return say("manual.redeployed_variable", service.id, variable=service.image_variable)
    return say("manual.redeployed", service.id, image=service.image)


def database_by_hand(stage: Stage, database: Database) -> tuple[Step, ...]:
    """Return how a person restores a database beside the original."""
    match database:
        case RdsInstance():
            return _restored_instance(stage, database)
        case AuroraCluster():
            return _restored_cluster(stage, database)
        case _:
            assert_never(database)


def _restored_instance(stage: Stage, database: RdsInstance) -> tuple[Step, ...]:
    key = "restore_multi_az" if database.multi_az and database.multi_az.value else "restore"
    restored = say("manual.restored", database.id, identifier=database.identifier)
    return (
        Step(
            (_restoring(database),),
            (command(key, database.id, **_given(stage, database)),),
            (restored, *_left(database)),
        ),
    )


def _restored_cluster(stage: Stage, cluster: AuroraCluster) -> tuple[Step, ...]:
    given = {**_given(stage, cluster), **_bounds(cluster)}
    restored = say("manual.restored_cluster", cluster.id, identifier=cluster.identifier)
    return (
        Step((_restoring(cluster),), (command("restore_cluster", cluster.id, **given),), (restored,)),
        *_manned(cluster, stage.region, "restored"),
    )


def _restoring(database: Database) -> Statement:
    lag = documented(database).restore_lag
    return say("manual.restore", database.id, identifier=database.identifier, days=database.backup_days, lag=lag)


def _given(stage: Stage, database: Database) -> dict[str, Fact | None]:
    return {
        "region": stage.region,
        "identifier": database.identifier,
        "subnets": database.subnet_group,
        "parameters": database.parameter_group,
    }


def _left(database: RdsInstance) -> Line:
    """Return which replicas do not come along to a restored database."""
    replicas = ReadReplica.identifier.each(database.replicas)
    return (say("manual.left", database.id, replicas=replicas, identifier=database.identifier),) if replicas else ()


def _bounds(cluster: AuroraCluster) -> dict[str, Fact | None]:
    """Return the capacity that a restored cluster is given: AWS does not take it over."""
    return {"low": cluster.acu_min, "high": cluster.acu_max}


def _manned(cluster: AuroraCluster, region: Fact | None, kind: str) -> tuple[Step, ...]:
    """Return how a restored cluster gets an instance, none for one of an engine that is not known here."""
    identifier, engine, instance_class = cluster.identifier, cluster.engine, cluster.instance_class
    if not (region and identifier and engine and instance_class):
        return ()
    about = f"{cluster.id}.{kind}"
    given = {"region": region, "identifier": identifier, "engine": engine, "instance_class": instance_class}
    return (
        Step(
            (say(f"manual.man_{kind}", about, identifier=identifier),),
            (command(f"man_{kind}", about, **given),),
            (say(f"manual.manned_{kind}", about, identifier=identifier),),
        ),
    )


def _promoted(replica: StandbyReplica, region: Fact) -> tuple[Step, ...]:
    identifier, about = replica.identifier, replica.id
    if not identifier:
        return ()
    return (
        Step(
            (say("manual.promote", about, identifier=identifier, source=replica.source, region=region),),
            (command("promote", about, identifier=identifier, region=region),),
            (say("manual.promoted", about),),
        ),
        Step(
            (say("manual.writable", about, identifier=identifier),),
            (command("wait_database", about, identifier=identifier, region=region),),
            (say("manual.is_writable", about),),
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
        *_manned(original, region, "copy"),
    )
