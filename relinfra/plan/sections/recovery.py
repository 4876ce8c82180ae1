"""Backups, and what is ready for the loss of a region."""

from __future__ import annotations

from relinfra.evidence import Node
from relinfra.plan.model import Line, Statement
from relinfra.plan.say import say

__all__ = ["backups", "recovery"]


def backups(stage: Node) -> Line:
    """Return what is kept of a stage's data, empty where it has none."""
    line = [_database(stage, database) for database in stage.nodes("database") if database.fact("backup_days")]
    for plan in stage.nodes("snapshots"):
        given = {name: plan.fact(name) for name in ("vault", "schedule", "kept_days", "covers", "kept")}
        key = "recovery.snapshots_counted" if given["kept"] else "recovery.snapshots"
        line.append(say(key, plan.id, **given))
    if line and not stage.nodes("snapshots"):
        line.append(say("recovery.no_snapshots", stage.id, stage=stage.fact("stage")))
    return tuple(line)


def _database(stage: Node, database: Node) -> Statement:
    days = database.fact("backup_days")
    given = {"stage": stage.fact("stage"), "identifier": database.fact("identifier"), "days": days}
    return say("recovery.backups" if days and days.value else "recovery.no_backups", database.id, **given)


def recovery(stage: Node) -> Line:
    """Return what is ready for the loss of a stage's region."""
    plan = stage.node("recovery")
    region, mode, name = plan.fact("region") or plan.fact("declared_region"), plan.fact("mode"), stage.fact("stage")
    if region is None:
        return (say("recovery.none", stage.id, stage=name, region=stage.fact("region")),)
    line = [say("recovery.mode" if mode else "recovery.region", stage.id, stage=name, mode=mode, region=region)]
    running, rto, rpo = plan.fact("running"), plan.fact("rto_minutes"), plan.fact("rpo_minutes")
    if running:
        line.append(say("recovery.running" if running.value else "recovery.nothing_runs", stage.id, running=running))
    line += [_copied(database) for database in plan.nodes("database")]
    line += [_replicated(bucket) for bucket in plan.nodes("bucket")]
    if rto:
        line.append(say("recovery.rto", stage.id, rto=rto))
    if rpo:
        line.append(say("recovery.rpo", stage.id, rpo=rpo))
    line.append(say("recovery.unrehearsed", stage.id))
    return tuple(line)


def _copied(database: Node) -> Statement:
    days, identifier = database.fact("kept_days"), database.fact("identifier")
    return say("recovery.copied", database.id, identifier=identifier, days=days, region=database.fact("region"))


def _replicated(bucket: Node) -> Statement:
    minutes = bucket.fact("within_minutes")
    given = {"name": bucket.fact("name"), "replica": bucket.fact("replica"), "minutes": minutes}
    return say("recovery.replicated_within" if minutes else "recovery.replicated", bucket.id, **given)
