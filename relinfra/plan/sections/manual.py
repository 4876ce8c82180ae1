"""Rollback by hand: the commands, with the real names."""

from __future__ import annotations

from relinfra.evidence import Fact, Node
from relinfra.plan.model import Statement, Step
from relinfra.plan.say import command, say
from relinfra.plan.sections.code_deploy import turned_back
from relinfra.plan.sections.documented import documented
from relinfra.plan.sections.strategies import shifts

__all__ = ["by_hand", "database_by_hand", "elsewhere", "service_by_hand"]


def by_hand(stage: Node) -> tuple[Step, ...]:
    """Return how a person turns each service and each database of a stage back."""
    services = [step for service in stage.nodes("service") for step in service_by_hand(stage, service)]
    databases = [database for database in stage.nodes("database") if database.fact("identifier")]
    return (*services, *(database_by_hand(stage, database) for database in databases))


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
    return service.value("deployment.strategy") == "rolling"


def _afterwards(service: Node) -> Statement:
    variable = service.fact("image_variable")
    if variable:
        return say("manual.redeployed_variable", service.id, variable=variable)
    return say("manual.redeployed", service.id, image=service.fact("image"))


def database_by_hand(stage: Node, database: Node) -> Step:
    """Return how a person restores a database beside the original."""
    identifier, days, about = database.fact("identifier"), database.fact("backup_days"), database.id
    zones, cluster = database.fact("multi_az"), database.fact("instances")
    given = {
        "region": stage.fact("region"),
        "identifier": identifier,
        "subnets": database.fact("subnet_group"),
        "parameters": database.fact("parameter_group"),
    }
    key = "restore_cluster" if cluster else "restore_multi_az" if zones and zones.value else "restore"
    return Step(
        (say("manual.restore", about, identifier=identifier, days=days, lag=documented(database, "restore_lag")),),
        (command(key, about, **given),),
        (say("manual.restored_cluster" if cluster else "manual.restored", about, identifier=identifier),),
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
    )


def _restored(stage: Node, database: Node) -> tuple[Step, ...]:
    region, identifier = stage.fact("recovery.region"), database.fact("identifier")
    about = database.id
    given = {"region": region, "identifier": identifier}
    return (
        Step(
            (say("manual.find_copy", about, identifier=identifier, region=region),),
            (command("find_copy", about, **given),),
            (say("manual.copy_found", about),),
        ),
        Step(
            (say("manual.restore_copy", about, identifier=identifier, region=region),),
            (command("restore_copy", about, **given),),
            (say("manual.copy_restored", about),),
        ),
    )
