"""Migrations of the schema: the task that a release runs once in each stage, before the code that needs it."""

from __future__ import annotations

from typing import assert_never

from relinfra.claims import Verdict, migrates_first, previous_version_works
from relinfra.evidence import Fact, Facts, Figure
from relinfra.evidence.records.database import AuroraCluster, Database, RdsInstance
from relinfra.evidence.records.project import Job
from relinfra.evidence.records.rollout import CodeDeploy
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Block, Given, Line, Paragraph, Statement, Step, Steps, Subheading
from relinfra.plan.say import again, asserted, command, label, reason, say
from relinfra.plan.sections.aws_documentation import documented
from relinfra.plan.sections.pipeline import deploying
from relinfra.plan.sections.upgrades import upgraded
from relinfra.plan.stages import deployed

__all__ = ["but_unborne", "comes_first", "given_up", "migration", "migrations", "unborne", "unborne_again"]


def migrations(facts: Facts) -> tuple[Block, ...]:
    """Return the steps that run the migrations of every stage, nothing where there is none."""
    blocks: list[Block] = []
    for stage in deployed(facts):
        steps = tuple(step for service in stage.services for step in migration(stage, service))
        if steps:
            heading = say("migration.heading", stage.id, stage=stage.title, account=stage.account)
            blocks += [Subheading((heading,)), *_by_itself(facts, stage), Steps(steps)]
    return tuple(blocks)


def comes_first(service: Service) -> bool:
    """Return whether the migration of a service can be run before its new version is deployed."""
    return migrates_first(service, None).holds


def unborne(service: Service) -> Line:
    """Return that a return of the code alone is no way back, and why; nothing where it is one."""
    return reason(previous_version_works(service))


def unborne_again(service: Service) -> Line:
    """Return the same where a document repeats it."""
    return tuple(map(again, unborne(service)))


def but_unborne(service: Service) -> Line:
    """Return the same behind what ends without a full stop."""
    said = unborne_again(service)
    return (label("assess.end"), *said) if said else ()


def _by_itself(facts: Facts, stage: Stage) -> tuple[Block, ...]:
    """Return which job runs the steps without being asked, nothing where somebody has to."""
    migrating = next((service for service in stage.services if service.migration.family), None)
    for _, job in deploying(facts, stage):
        if job.migrates and migrating:
            return (Paragraph(_by_job(stage, migrating, job)),)
    return ()


def _by_job(stage: Stage, service: Service, job: Job) -> Line:
    claim = migrates_first(service, job)
    key = "migration.by_itself" if claim.holds else "migration.by_itself_late"
    waits = ((one, given_up(one, job)) for one in stage.services)
    given_up_after = (say("migration.gives_up", one.id, name=one.name, minutes=after) for one, after in waits if after)
    return (asserted(claim, key, stage.id, job=job.key, step=job.migrates), *given_up_after, *reason(claim))


def given_up(service: Service, job: Job) -> Fact[Figure] | None:
    """Return the minutes after which a job gives up the migration of a service; None where it does not say."""
    task = service.migration
    if not (task.stack and task.output):
        return None
    return Job.migration_waits.get(job, f"{task.stack.value}-{task.output.value}".replace(".", "-")).minutes


def _running(service: Service) -> Statement:
    """Return that a migration is run, and which version has to bear which schema meanwhile, or is known not to."""
    rollout, task, works = service.rollout, service.migration, previous_version_works(service)
    deployed_later = isinstance(rollout, CodeDeploy) and not rollout.elsewhere
    given: dict[str, Given] = {"name": service.name, "family": task.family, "words": task.command}
    if not (comes_first(service) or deployed_later):
        return say("migration.run", service.id, **given)
    if works.verdict is Verdict.FAILS:
        return asserted(works, "migration.run_first_unborne", service.id, **given)
    return say("migration.run_first", service.id, **given)


def migration(stage: Stage, service: Service) -> tuple[Step, ...]:
    """Return how the migration of a service is run, nothing where it has none."""
    task, region = service.migration, stage.region
    if not (region and service.cluster and service.name and task.family):
        return ()
    return (*_prepared(stage, service), *_run(stage, service))


def _prepared(stage: Stage, service: Service) -> tuple[Step, ...]:
    """Return what comes before a migration that comes first: its stack, and data that can be restored."""
    task, about = service.migration, service.id
    if not (comes_first(service) and task.stack):
        return ()
    apply = say("migration.up_to", about, stack=task.stack, family=task.family)
    databases = [database for database in stage.databases if service.uses(database.identifier)]
    changed = tuple(one.identifier for one in upgraded(stage) if one.identifier)
    too = (say("migration.upgrades_too", about, identifiers=changed),) if changed else ()
    return (
        Step((apply, *too), (), (say("migration.applied", about),)),
        *(_restorable(stage, service, database) for database in databases),
    )


def _restorable(stage: Stage, service: Service, database: Database) -> Step:
    about, identifier = f"{service.id}.{database.key}", database.identifier
    return Step(
        (say("migration.restorable", about, identifier=identifier),),
        (command(_asking(database), about, region=stage.region, identifier=identifier),),
        (say("migration.is_restorable", about, lag=documented(database).restore_lag),),
    )


def _asking(database: Database) -> str:
    match database:
        case RdsInstance():
            return "restorable"
        case AuroraCluster():
            return "restorable_cluster"
        case _:
            assert_never(database)


def _run(stage: Stage, service: Service) -> tuple[Step, ...]:
    about, task, name, family = service.id, service.migration, service.name, service.migration.family
    region, cluster = stage.region, task.cluster or service.cluster
    given = {"region": region, "cluster": cluster, "name": name, "family": family}
    run = command("run_migration_as_service", about, **given)
    if task.stack and task.output:
        run = command("run_migration", about, region=region, stack=task.stack, output=task.output)
    return (
        Step(
            (_running(service),),
            (run,),
            (say("migration.started", about),),
        ),
        Step(
            (say("migration.wait", about),),
            (command("wait_stopped", about, region=region, cluster=cluster),),
            (say("migration.stopped", about, most=documented(service).wait_tasks_stopped),),
        ),
        Step(
            (say("migration.ask", about, container=task.container),),
            (command("exit_code", about, region=region, cluster=cluster),),
            (say("migration.ended_first" if comes_first(service) else "migration.ended", about),),
        ),
    )
