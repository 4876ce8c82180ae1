"""The acts that change the schema: changes the release file names, the tasks that run them, upgrades of an engine."""

from __future__ import annotations

from relinfra.claims import makes_change
from relinfra.evidence import Facts
from relinfra.evidence.records.database import Database
from relinfra.evidence.records.release_file import DatabaseChange
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.day.act import Act
from relinfra.plan.missing import field
from relinfra.plan.model import Line
from relinfra.plan.people import acting
from relinfra.plan.say import label, say
from relinfra.plan.sections.migrations import given_up, migration
from relinfra.plan.sections.pipeline import deploying
from relinfra.plan.sections.schema_order import order_forth
from relinfra.plan.sections.upgrades import announced, upgraded
from relinfra.plan.stages import distinct

__all__ = ["change_in", "migrating", "upgrading"]

_RUN = 3
"""A migration is run, waited for and asked: the last steps of its runbook."""


def upgrading(facts: Facts, stages: tuple[Stage, ...]) -> tuple[Act, ...]:
    """Return the major upgrades of engines."""
    return tuple(_upgrade(facts, stage, database) for stage in stages for database in upgraded(stage))


def migrating(facts: Facts, stages: tuple[Stage, ...]) -> tuple[Act, ...]:
    """Return each change of a schema or of data, a task with the first that it makes; then tasks that make none."""
    running = {(stage, one) for stage in stages for one in stage.services if _commands(facts, stage, one)}
    acts: list[Act] = []
    for change in facts.release.database_changes:
        made = {pair for pair in running if makes_change(pair[1], change)}
        running -= made
        acts.append(_change(facts, change, stages[0], sorted(made, key=lambda pair: pair[1].id)))
    alone = (_task(facts, stage, service) for stage, service in sorted(running, key=lambda pair: pair[1].id))
    return (*acts, *alone)


def change_in(facts: Facts, change: DatabaseChange, stage: Stage) -> str:
    """Return the key of the act that makes a change of a database in the environment of a stage."""
    return ".".join(("change", change.key, *distinct(facts, stage)))


def _upgrade(facts: Facts, stage: Stage, database: Database) -> Act:
    return Act(
        f"upgrade.{database.id}",
        acting(facts, "database_administrator", f"day.upgrade.{database.id}"),
        (*announced(facts, database), say("day.upgrade_steps", stage.id)),
        expected=(label("day.upgraded"),),
        limit=(label("day.unmeasured"),),
        abort=((label("day.not_upgraded"),),),
        endless=True,
    )


def _change(facts: Facts, change: DatabaseChange, stage: Stage, made: list[tuple[Stage, Service]]) -> Act:
    key, apart = "changed" if made else "schema", distinct(facts, stage)
    named = stage.name if len(facts.live_environments) > 1 else None
    about = ".".join((change.id, *apart))
    return Act(
        change_in(facts, change, stage),
        acting(facts, "database_administrator", f"day.{about}"),
        (say("day.change", about, change=change.key, stage=named), *order_forth(change, *apart)),
        tuple(line for stage, service in made for line in _commands(facts, stage, service)),
        (label(f"day.{key}"),),
        (field(change, DatabaseChange.minutes, "day.within", ".".join(("day", *apart))),),
        ((label(f"day.not_{key}"),),),
        lasts=change.minutes,
        endless=change.minutes is None,
    )


def _task(facts: Facts, stage: Stage, service: Service) -> Act:
    """Return a migration task that runs although the release names no change it makes."""
    jobs = (given_up(service, job) for _, job in deploying(facts, stage) if job.migrates)
    lasts = next((one for one in jobs if one), None)
    limit = say("day.given_up", f"migration.{service.id}", minutes=lasts) if lasts else label("day.unmeasured")
    return Act(
        f"migration.{service.id}",
        acting(facts, "database_administrator", f"day.migration.{service.id}"),
        (say("day.migrate", service.id, name=service.name, family=service.migration.family),),
        _commands(facts, stage, service),
        (label("day.changed"),),
        (limit,),
        ((label("day.not_changed"),),),
        lasts=lasts,
        endless=lasts is None,
    )


def _commands(facts: Facts, stage: Stage, service: Service) -> tuple[Line, ...]:
    """Return how a migration is run, waited for and asked; what a job of the pipeline runs is only named."""
    steps = migration(stage, service)[-_RUN:]
    job = next((job for _, job in deploying(facts, stage) if job.migrates), None)
    if steps and job:
        given = {"job": job.key, "step": job.migrates, "minutes": given_up(service, job)}
        return ((say("day.by_job", f"migration.{service.id}", **given),),)
    return tuple(step.command for step in steps)
