"""What a release runs once in each stage."""

from __future__ import annotations

from relinfra.evidence import Facts, Node
from relinfra.plan.model import Block, Paragraph, Step, Steps, Subheading
from relinfra.plan.say import command, say
from relinfra.plan.sections.documented import documented
from relinfra.plan.sections.pipeline import deploying
from relinfra.plan.stages import deployed

__all__ = ["migration", "migrations"]


def migrations(facts: Facts) -> tuple[Block, ...]:
    """Return the steps that run the migrations of every stage, nothing where there is none."""
    blocks: list[Block] = []
    for stage in deployed(facts):
        steps = tuple(step for service in stage.nodes("service") for step in migration(stage, service))
        if steps:
            heading = say("migration.heading", stage.id, stage=stage.fact("stage"), account=stage.fact("account"))
            blocks += [Subheading((heading,)), *_by_itself(facts, stage), Steps(steps)]
    return tuple(blocks)


def _by_itself(facts: Facts, stage: Node) -> tuple[Block, ...]:
    """Return which job runs the steps without being asked, nothing where somebody has to."""
    for _, job in deploying(facts, stage):
        step = job.fact("migrates")
        if step:
            return (Paragraph((say("migration.by_itself", stage.id, job=job.key, step=step),)),)
    return ()


def _running(service: Node) -> str:
    return "migration.run" if service.node("code_deploy").empty else "migration.run_first"


def migration(stage: Node, service: Node) -> tuple[Step, ...]:
    """Return how the migration of a service is run, nothing where it has none."""
    about, task = service.id, service.node("migration")
    given = {"region": stage.fact("region"), "cluster": service.fact("cluster"), "name": service.fact("name")}
    family, words = task.fact("family"), task.fact("command")
    if not all(given.values()) or family is None:
        return ()
    place = {"region": given["region"], "cluster": given["cluster"]}
    return (
        Step(
            (say(_running(service), about, name=given["name"], family=family, words=words),),
            (command("run_migration", about, **given, family=family),),
            (say("migration.started", about),),
        ),
        Step(
            (say("migration.wait", about),),
            (command("wait_stopped", about, **place),),
            (say("migration.stopped", about, most=documented(service, "wait_tasks_stopped")),),
        ),
        Step(
            (say("migration.ask", about, container=task.fact("container")),),
            (command("exit_code", about, **place),),
            (say("migration.ended", about),),
        ),
    )
