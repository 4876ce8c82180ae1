"""Backups, and what is ready for the loss of a region."""

from __future__ import annotations

from relinfra.claims import (
    copied_soon,
    copy_is_told,
    failover_moves,
    failure_is_told,
    leaves_snapshot,
    objects_copied,
    old_versions_kept,
    snapshots_taken,
)
from relinfra.evidence.facts import Everything
from relinfra.evidence.records.database import Database
from relinfra.evidence.records.recovery import CopiedBucket, CopiedDatabase, Recovery, StandbyReplica
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.records.storage import Bucket, Snapshots
from relinfra.plan.model import Line, Statement
from relinfra.plan.say import asserted, reason, say
from relinfra.plan.sections.rehearsals import rehearsed
from relinfra.plan.sections.standby import ready
from relinfra.plan.sections.watching import told_of_recovery
from relinfra.runbook import failover_of, restore_of

__all__ = ["backups", "recovery"]


def backups(stage: Stage) -> Line:
    """Return what is kept of a stage's data, empty where it has none."""
    databases = [database for database in stage.databases if database.identifier]
    line = [statement for database in databases for statement in _database(stage, database)]
    for plan in stage.snapshots:
        line += _snapshots(plan)
        for watch in plan.watches:
            line += told_of_recovery(copy_is_told(watch, None), "late")
    if line and not stage.snapshots:
        line.append(say("recovery.no_snapshots", stage.id, stage=stage.title))
    return (*line, *(said for bucket in stage.buckets if bucket.old_version_days for said in _objects(stage, bucket)))


def _snapshots(plan: Snapshots) -> Line:
    claim, vault, schedule = snapshots_taken(plan), plan.vault, plan.schedule
    if not (plan.covers and schedule):
        return (asserted(claim, "recovery.snapshots_none", plan.id, vault=vault), *reason(claim))
    kept = {"kept_days": plan.kept_days, "covers": plan.covers, "kept": plan.kept}
    key = "recovery.snapshots_counted" if plan.kept else "recovery.snapshots"
    return (asserted(claim, key, plan.id, vault=vault, schedule=schedule, **kept), *reason(claim))


def _database(stage: Stage, database: Database) -> Line:
    about, days, window = database.id, database.backup_days, database.backup_window
    protected, snapshot = database.deletion_protection, database.final_snapshot
    key = "recovery.backups" if days and days.value else "recovery.no_backups"
    line = [say(key, about, stage=stage.title, identifier=database.identifier, days=days, window=window)]
    if database.maintenance_window:
        line.append(say("recovery.maintained", about, window=database.maintenance_window))
    if protected:
        line.append(
            say("recovery.protected" if protected.value else "recovery.unprotected", about, protected=protected)
        )
    if snapshot:
        claim = leaves_snapshot(database)
        key = "recovery.final" if claim.holds else "recovery.final_skipped"
        line += [asserted(claim, key, about, snapshot=snapshot), *reason(claim)]
    return (*line, *rehearsed(stage, restore_of(stage, database)))


def _objects(stage: Stage, bucket: Bucket) -> Line:
    claim = old_versions_kept(bucket)
    key = "recovery.objects" if claim.holds else "recovery.objects_otherwise"
    given = {"stage": stage.title, "name": bucket.name, "days": bucket.old_version_days}
    return (asserted(claim, key, bucket.id, **given), *reason(claim))


def recovery(stage: Stage) -> Line:
    """Return what is ready for the loss of a stage's region."""
    plan, about, name = stage.recovery, stage.id, stage.title
    declared, region = plan.declared_region, plan.region or plan.declared_region
    if region is None:
        return (say("recovery.none", about, stage=name, region=stage.region),)
    key = "recovery.mode" if plan.mode else "recovery.region"
    line = [say(key, about, stage=name, mode=plan.mode, region=region, declared=declared)]
    if declared and declared.value != region.value:
        line.append(say("recovery.declared", about, declared=declared))
    if running := plan.running:
        line.append(say("recovery.running" if running.value else "recovery.nothing_runs", about, running=running))
    line += ready(stage)
    promised = plan.rpo_minutes
    for replica in plan.replicas:
        line += [_followed(replica), *reason(copy_is_told(replica.watch, promised))]
    for database in plan.databases:
        line += [_copied(database), *told_of_recovery(copy_is_told(database.watch, promised), "late")]
    for bucket in plan.buckets:
        line += [*_replicated(bucket), *told_of_recovery(copy_is_told(bucket.watch, promised), "late")]
        line += told_of_recovery(failure_is_told(bucket.failures), "failed")
    if plan.rto_minutes:
        line.append(say(f"recovery.rto.{_work(plan)}", about, rto=plan.rto_minutes))
    if plan.rpo_minutes:
        line.append(say(f"recovery.rpo.{_data(plan)}", about, rpo=plan.rpo_minutes))
    line += _state(stage)
    told = rehearsed(stage, failover_of(stage), plan.rto_minutes, plan.rpo_minutes)
    return (*line, *(told or (say("recovery.unrehearsed", about),)))


def _state(stage: Stage) -> Line:
    """Return what is lost with a region that Terraform's state lies in, nothing where all of it lies elsewhere."""
    state, kept = Everything(stage.facts, "").project.state, stage.recovery.state
    if not (state.bucket and state.region and stage.region) or state.region.value != stage.region.value:
        return ()
    given = {"bucket": state.bucket, "region": state.region}
    if kept.bucket and kept.region and kept.region.value != stage.region.value:
        return (say("recovery.state_kept", stage.id, **given, kept=kept.bucket, there=kept.region),)
    return (say("recovery.state_lost", stage.id, **given),)


def _work(plan: Recovery) -> str:
    """Return what has to be done within the RTO: the sentence that says it."""
    if not plan.services:
        return "anew"
    if plan.replicas:
        return "promoting"
    return "by_itself" if plan.names and all(failover_moves(name).holds for name in plan.names) else "by_hand"


def _data(plan: Recovery) -> str:
    """Return what the RPO rests on: the sentence that says it."""
    if plan.replicas:
        return "replicas"
    return "backups" if plan.databases else "objects" if plan.buckets else "nothing"


def _followed(replica: StandbyReplica) -> Statement:
    about, identifier, source = replica.id, replica.identifier, replica.source
    alarm, minutes, topics = replica.lag_alarm, replica.lag_minutes, replica.lag_told
    if alarm and minutes and topics:
        given = {"identifier": identifier, "source": source}
        return say("recovery.followed_watched", about, **given, alarm=alarm, minutes=minutes, told=topics)
    return say("recovery.followed", about, identifier=identifier, source=source)


def _copied(database: CopiedDatabase) -> Statement:
    about, identifier, days, region = database.id, database.identifier, database.kept_days, database.region
    if database.schedule:
        given = {"schedule": database.schedule, "vault": database.vault, "region": region}
        return say("recovery.copied_on", about, identifier=identifier, days=days, **given)
    return say("recovery.copied", about, identifier=identifier, days=days, region=region)


def _replicated(bucket: CopiedBucket) -> Line:
    copied, soon = objects_copied(bucket), copied_soon(bucket)
    given = {"name": bucket.name, "replica": bucket.replica}
    if not copied.holds:
        return (asserted(copied, "recovery.replicated_not", bucket.id, **given), *reason(copied))
    line = [asserted(copied, "recovery.replicated", bucket.id, **given)]
    key = "recovery.replicated_soon" if soon.holds else "recovery.replicated_whenever"
    return (*line, asserted(soon, key, bucket.id, minutes=bucket.within_minutes))
