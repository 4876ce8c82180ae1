"""Deployments of CodeDeploy by hand: start one, look at it, stop it, see how it ended."""

from __future__ import annotations

from relinfra.evidence import Fact, Facts
from relinfra.evidence.records.project import Job
from relinfra.evidence.records.rollout import CodeDeploy
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Block, Paragraph, Statement, Step, Steps, Subheading
from relinfra.plan.say import command, say
from relinfra.plan.sections.aws_documentation import documented
from relinfra.plan.sections.pipeline import deploying
from relinfra.plan.stages import deployed
from relinfra.plan.traffic_shift import lasting

__all__ = ["code_deployments", "deployed_by_hand", "looked_at", "started"]


def code_deployments(facts: Facts) -> tuple[Block, ...]:
    """Return the steps that deploy every stage with CodeDeploy, nothing where ECS does."""
    blocks: list[Block] = []
    for stage in deployed(facts):
        steps = tuple(step for service in stage.services for step in deployed_by_hand(stage, service))
        if steps:
            heading = say("code_deployment.heading", stage.id, stage=stage.title, account=stage.account)
            blocks += [Subheading((heading,)), *_by_itself(facts, stage), Steps(steps)]
    return tuple(blocks)


def started(facts: Facts, stage: Stage, service: Service) -> Statement:
    """Return who starts a service's deployments, since Terraform does not."""
    job = _job(facts, stage)
    if job:
        return say("deployment.code_deploy_by_job", service.id, job=job.key, steps=job.code_deploys)
    rollout = service.rollout
    known = isinstance(rollout, CodeDeploy) and rollout.output
    return say("deployment.code_deploy_by_hand" if known else "deployment.code_deploy_by_nobody", service.id)


def _job(facts: Facts, stage: Stage) -> Job | None:
    return next((job for _, job in deploying(facts, stage) if job.code_deploys), None)


def _by_itself(facts: Facts, stage: Stage) -> tuple[Block, ...]:
    """Return which job runs the steps without being asked, nothing where somebody has to."""
    job = _job(facts, stage)
    if job is None:
        return ()
    return (Paragraph((say("code_deployment.by_itself", stage.id, job=job.key, steps=job.code_deploys),)),)


def deployed_by_hand(stage: Stage, service: Service) -> tuple[Step, ...]:
    """Return how a person starts a deployment of a service, sees how far it is, and how it ends."""
    about, name, region, rollout = service.id, service.name, stage.region, service.rollout
    if not (isinstance(rollout, CodeDeploy) and region and rollout.stack and rollout.output):
        return ()
    most, bake = documented(service).wait_deployment_successful, lasting(rollout.bake_minutes)
    return (
        Step(
            (say("code_deployment.start", about, name=name),),
            (command("start_code_deployment", about, region=region, stack=rollout.stack, output=rollout.output),),
            (say("code_deployment.started", about),),
        ),
        *_found(stage, service),
        Step(
            (say("code_deployment.watch", about),),
            (command("watch_code_deployment", about, region=region, cluster=service.cluster, name=name),),
            (say("code_deployment.watched", about),),
        ),
        Step(
            (say("code_deployment.wait", about),),
            (command("wait_code_deployment", about, region=region),),
            (say("code_deployment.ended" if bake else "code_deployment.ended_at_once", about, bake=bake, most=most),),
        ),
    )


def _found(stage: Stage, service: Service) -> tuple[Step, ...]:
    group, about = _group(stage, service), f"{service.id}.running"
    if not group:
        return ()
    return (
        Step(
            (say("code_deployment.find", about, name=service.name),),
            (command("find_code_deployment", about, **group),),
            (say("code_deployment.found", about),),
        ),
    )


def looked_at(stage: Stage, service: Service) -> Step | None:
    """Return how one sees that a deployment has ended well, None where no group is known."""
    group = _group(stage, service)
    if not group:
        return None
    return Step(
        (say("verification.code_deploy", service.id, name=service.name),),
        (command("list_code_deployments", f"{service.id}.ended", **group),),
        (say("verification.code_deployed", service.id),),
    )


def _group(stage: Stage, service: Service) -> dict[str, Fact]:
    """Return what names a service's deployment group to AWS, nothing where it has none that is known."""
    rollout = service.rollout
    if not (isinstance(rollout, CodeDeploy) and stage.region and rollout.application and rollout.group):
        return {}
    return {"region": stage.region, "application": rollout.application, "group": rollout.group}
