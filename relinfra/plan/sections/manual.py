"""Rollback by hand: the commands, with the real names."""

from __future__ import annotations

from collections.abc import Mapping

from relinfra.evidence import Fact, Node
from relinfra.plan.model import Line, Statement, Step
from relinfra.plan.say import command, say
from relinfra.plan.sections.code_deploy import turned_back
from relinfra.plan.sections.documented import documented
from relinfra.plan.sections.strategies import shifts
from relinfra.plan.stages import gathered

__all__ = ["by_hand", "database_by_hand", "elsewhere", "service_by_hand"]


def by_hand(stage: Node) -> tuple[Step, ...]:
    """Return how a person turns each service and each database of a stage back."""
    services = [step for service in stage.nodes("service") for step in service_by_hand(stage, service)]
    databases = [database for database in stage.nodes("database") if database.fact("identifier")]
    return (*services, *(step for database in databases for step in database_by_hand(stage, database)))


def elsewhere(stage: Node) -> tuple[Step, ...]:
    """Return how a database is restored in the recovery region, none where no copy lies there."""
    recovery = stage.node("recovery")
    region = recovery.fact("region")
    promoted = tuple(step for replica in recovery.nodes("replica") for step in _promoted(replica, region))
    return promoted + tuple(
        step
        for database in recovery.nodes("database")
        if database.fact("identifier") and region
        for step in _restored(stage, database)
    )


def service_by_hand(stage: Node, service: Node) -> tuple[Step, ...]:
    """Return how a person turns a service back, nothing where its way back is not known."""
    if not service.node("code_deploy").empty:
        return turned_back(stage, service)
    given = {"region": stage.fact("region"), "cluster": service.fact("cluster"), "name": service.fact("name")}
    family = service.fact("family")
    if not all(given.values()) or family is None or not (shifts(service) or _rolls(service)):
        return ()
    about, name = service.id, given["name"]
    key = "manual.stopped_shifting" if shifts(service) else "manual.stopped_rolling"
    stopped = say(key, about, bake=service.fact("deployment.bake_minutes"))
    return (
        Step(
            (say("manual.find", about, name=name),),
            (command("find_deployment", about, **given),),
            (say("manual.found", about),),
        ),
        Step((say("manual.stop", about),), (command("stop_deployment", about, region=given["region"]),), (stopped,)),
        Step(
            (say("manual.revisions", about, family=family),),
            (command("list_revisions", about, region=given["region"], family=family),),
            (say("manual.revision_known", about),),
        ),
        Step(
            (say("manual.redeploy", about, name=name),),
            (command("redeploy", about, **given, family=family),),
            (_afterwards(service),),
        ),
    )


def _rolls(service: Node) -> bool:
    return service.read_value("deployment.strategy") == "rolling"


def _afterwards(service: Node) -> Statement:
    variable = service.fact("image_variable")
    if variable:
        return say("manual.redeployed_variable", service.id, variable=variable)
    return say("manual.redeployed", service.id, image=service.fact("image"))


def database_by_hand(stage: Node, database: Node) -> tuple[Step, ...]:
    """Return how a person restores a database beside the original."""
    identifier, days, about = database.fact("identifier"), database.fact("backup_days"), database.id
    zones, cluster = database.fact("multi_az"), database.fact("instances")
    given = {
        "region": stage.fact("region"),
        "identifier": identifier,
        "subnets": database.fact("subnet_group"),
        "parameters": database.fact("parameter_group"),
    }
    if cluster:
        given |= _bounds(database)
    key = "restore_cluster" if cluster else "restore_multi_az" if zones and zones.value else "restore"
    restored = Step(
        (say("manual.restore", about, identifier=identifier, days=days, lag=documented(database, "restore_lag")),),
        (command(key, about, **given),),
        (
            say("manual.restored_cluster" if cluster else "manual.restored", about, identifier=identifier),
            *_left(database),
        ),
    )
    return (restored, *_manned(database, stage.fact("region"), "restored"))


def _left(database: Node) -> Line:
    """Return which replicas do not come along to a restored database."""
    replicas = gathered(database.nodes("replica"), "identifier")
    identifier = database.fact("identifier")
    return (say("manual.left", database.id, replicas=replicas, identifier=identifier),) if replicas else ()


def _bounds(database: Node) -> dict[str, Fact | None]:
    """Return the capacity that a restored cluster is given: AWS does not take it over."""
    return {"low": database.fact("acu_min"), "high": database.fact("acu_max")}


def _manned(database: Node, region: Fact | None, kind: str) -> tuple[Step, ...]:
    """Return how a restored cluster gets an instance, none for what is no cluster of an engine known here."""
    given = {"region": region, **{name: database.fact(name) for name in ("identifier", "engine", "instance_class")}}
    if not all(given.values()):
        return ()
    about = f"{database.id}.{kind}"
    return (
        Step(
            (say(f"manual.man_{kind}", about, identifier=given["identifier"]),),
            (command(f"man_{kind}", about, **given),),
            (say(f"manual.manned_{kind}", about, identifier=given["identifier"]),),
        ),
    )


def _promoted(replica: Node, region: Fact | None) -> tuple[Step, ...]:
    identifier, source = replica.fact("identifier"), replica.fact("source")
    if not (identifier and region):
        return ()
    return (
        Step(
            (say("manual.promote", replica.id, identifier=identifier, source=source, region=region),),
            (command("promote", replica.id, identifier=identifier, region=region),),
            (say("manual.promoted", replica.id),),
        ),
        Step(
            (say("manual.writable", replica.id, identifier=identifier),),
            (command("wait_database", replica.id, identifier=identifier, region=region),),
            (say("manual.is_writable", replica.id),),
        ),
    )


def _restored(stage: Node, copy: Node) -> tuple[Step, ...]:
    region, identifier = stage.fact("recovery.region"), copy.fact("identifier")
    about = copy.id
    given = {"region": region, "identifier": identifier}
    if copy.fact("schedule"):
        return _restored_cluster(stage, copy, given)
    # What has replicas has a password of Terraform's, and a secret of the environment's own.
    own = stage.node(f"database.{copy.key}").nodes("replica")
    return (
        Step(
            (say("manual.find_copy", about, identifier=identifier, region=region),),
            (command("find_copy", about, **given),),
            (say("manual.copy_found", about),),
        ),
        Step(
            (say("manual.restore_copy", about, identifier=identifier, region=region),),
            (command("restore_copy", about, **given),),
            (say("manual.copy_restored_own" if own else "manual.copy_restored", about),),
        ),
    )


def _restored_cluster(stage: Node, copy: Node, given: Mapping[str, Fact | None]) -> tuple[Step, ...]:
    database, about = stage.node(f"database.{copy.key}"), copy.id
    engine, vault = database.fact("engine"), copy.fact("vault")
    return (
        Step(
            (say("manual.find_snapshot", about, vault=vault, **given),),
            (command("find_snapshot", about, vault=vault, **given),),
            (say("manual.snapshot_found", about),),
        ),
        Step(
            (say("manual.restore_copy", about, **given),),
            (command("restore_snapshot", about, engine=engine, **given, **_bounds(database)),),
            (say("manual.snapshot_restored", about),),
        ),
        *_manned(database, given["region"], "copy"),
    )
