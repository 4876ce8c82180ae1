"""Backups, and what is ready for the loss of a region."""

from __future__ import annotations

from relinfra.evidence import Node
from relinfra.plan.model import Line, Statement
from relinfra.plan.say import say
from relinfra.plan.sections.standby import ready

__all__ = ["backups", "recovery"]


def backups(stage: Node) -> Line:
    """Return what is kept of a stage's data, empty where it has none."""
    line = [
        said
        for database in stage.nodes("database")
        if database.fact("identifier")
        for said in _database(stage, database)
    ]
    for plan in stage.nodes("snapshots"):
        given = {name: plan.fact(name) for name in ("vault", "schedule", "kept_days", "covers", "kept")}
        key = "recovery.snapshots_counted" if given["kept"] else "recovery.snapshots"
        line.append(say(key, plan.id, **given))
    if line and not stage.nodes("snapshots"):
        line.append(say("recovery.no_snapshots", stage.id, stage=stage.fact("stage")))
    return (*line, *(_objects(stage, bucket) for bucket in stage.nodes("bucket") if bucket.fact("old_version_days")))


def _database(stage: Node, database: Node) -> Line:
    days, window, snapshot = (database.fact(name) for name in ("backup_days", "backup_window", "final_snapshot"))
    key = "recovery.backups" if days and days.value else "recovery.no_backups"
    given = {"stage": stage.fact("stage"), "identifier": database.fact("identifier"), "days": days, "window": window}
    line = [say(key, database.id, **given)]
    protected = database.fact("deletion_protection")
    if protected:
        kind = "recovery.protected" if protected.value else "recovery.unprotected"
        line.append(say(kind, database.id, protected=protected))
    if snapshot:
        line.append(say("recovery.final", database.id, snapshot=snapshot))
    return tuple(line)


def _objects(stage: Node, bucket: Node) -> Statement:
    days, name = bucket.fact("old_version_days"), bucket.fact("name")
    return say("recovery.objects", bucket.id, stage=stage.fact("stage"), name=name, days=days)


def recovery(stage: Node) -> Line:
    """Return what is ready for the loss of a stage's region."""
    plan = stage.node("recovery")
    region, mode, name = plan.fact("region") or plan.fact("declared_region"), plan.fact("mode"), stage.fact("stage")
    if region is None:
        return (say("recovery.none", stage.id, stage=name, region=stage.fact("region")),)
    declared = plan.fact("declared_region")
    key = "recovery.mode" if mode else "recovery.region"
    line = [say(key, stage.id, stage=name, mode=mode, region=region, declared=declared)]
    if declared and declared.value != region.value:
        line.append(say("recovery.declared", stage.id, declared=declared))
    running, rto, rpo = plan.fact("running"), plan.fact("rto_minutes"), plan.fact("rpo_minutes")
    if running:
        line.append(say("recovery.running" if running.value else "recovery.nothing_runs", stage.id, running=running))
    line += ready(stage)
    line += [_followed(replica) for replica in plan.nodes("replica")]
    line += [_copied(database) for database in plan.nodes("database")]
    line += [_replicated(bucket) for bucket in plan.nodes("bucket")]
    if rto:
        line.append(say(f"recovery.rto.{_work(plan)}", stage.id, rto=rto))
    if rpo:
        line.append(say(f"recovery.rpo.{_data(plan)}", stage.id, rpo=rpo))
    line.append(say("recovery.unrehearsed", stage.id))
    return tuple(line)


def _work(plan: Node) -> str:
    """Return what has to be done within the RTO: the sentence that says it."""
    services = plan.nodes("service")
    if not services:
        return "anew"
    if plan.nodes("replica"):
        return "promoting"
    return "by_itself" if all(service.fact("failover") for service in services) else "by_hand"


def _data(plan: Node) -> str:
    """Return what the RPO rests on: the sentence that says it."""
    if plan.nodes("replica"):
        return "replicas"
    return "backups" if plan.nodes("database") else "objects" if plan.nodes("bucket") else "nothing"


def _followed(replica: Node) -> Statement:
    given = {name: replica.fact(name) for name in ("identifier", "source")}
    alarm = {name: replica.fact(f"lag_{name}") for name in ("alarm", "minutes", "told")}
    if all(alarm.values()):
        return say("recovery.followed_watched", replica.id, **given, **alarm)
    return say("recovery.followed", replica.id, **given)


def _copied(database: Node) -> Statement:
    days, identifier = database.fact("kept_days"), database.fact("identifier")
    schedule, vault, region = (database.fact(name) for name in ("schedule", "vault", "region"))
    if schedule:
        given = {"schedule": schedule, "vault": vault, "region": region}
        return say("recovery.copied_on", database.id, identifier=identifier, days=days, **given)
    return say("recovery.copied", database.id, identifier=identifier, days=days, region=region)


def _replicated(bucket: Node) -> Statement:
    minutes = bucket.fact("within_minutes")
    given = {"name": bucket.fact("name"), "replica": bucket.fact("replica"), "minutes": minutes}
    return say("recovery.replicated_within" if minutes else "recovery.replicated", bucket.id, **given)
