"""Migrations of the schema: the task that a release runs once in each stage."""

from __future__ import annotations

from relinfra.evidence import Facts
from relinfra.evidence.records.rollout import CodeDeploy
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Block, Paragraph, Step, Steps, Subheading
from relinfra.plan.say import command, say
from relinfra.plan.sections.aws_documentation import documented
from relinfra.plan.sections.pipeline import deploying
from relinfra.plan.stages import deployed

__all__ = ["migration", "migrations"]


def migrations(facts: Facts) -> tuple[Block, ...]:
    """Return the steps that run the migrations of every stage, nothing where there is none."""
    blocks: list[Block] = []
    for stage in deployed(facts):
        steps = tuple(step for service in stage.services for step in migration(stage, service))
        if steps:
            heading = say("migration.heading", stage.id, stage=stage.name, account=stage.account)
            blocks += [Subheading((heading,)), *_by_itself(facts, stage), Steps(steps)]
    return tuple(blocks)


def _by_itself(facts: Facts, stage: Stage) -> tuple[Block, ...]:
    """Return which job runs the steps without being asked, nothing where somebody has to."""
    for _, job in deploying(facts, stage):
        if job.migrates:
            return (Paragraph((say("migration.by_itself", stage.id, job=job.key, step=job.migrates),)),)
    return ()


def _running(service: Service) -> str:
    rollout = service.rollout
    return "migration.run_first" if isinstance(rollout, CodeDeploy) and not rollout.elsewhere else "migration.run"


def migration(stage: Stage, service: Service) -> tuple[Step, ...]:
    """Return how the migration of a service is run, nothing where it has none."""
    about, task, name, family = service.id, service.migration, service.name, service.migration.family
    region, cluster = stage.region, service.cluster
    if not (region and cluster and name and family):
        return ()
    return (
        Step(
            (say(_running(service), about, name=name, family=family, words=task.command),),
            (command("run_migration", about, region=region, cluster=cluster, name=name, family=family),),
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
            (say("migration.ended", about),),
        ),
    )
