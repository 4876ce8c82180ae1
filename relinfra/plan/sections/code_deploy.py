"""What is done with CodeDeploy: start a deployment, look at it, stop it, go back to an earlier one."""

from __future__ import annotations

from relinfra.evidence import Fact, Facts, Node
from relinfra.plan.model import Block, Paragraph, Statement, Step, Steps, Subheading
from relinfra.plan.say import command, say
from relinfra.plan.sections.documented import documented
from relinfra.plan.sections.pipeline import deploying
from relinfra.plan.stages import deployed

__all__ = ["code_deployments", "deployed_by_hand", "looked_at", "started", "turned_back"]


def code_deployments(facts: Facts) -> tuple[Block, ...]:
    """Return the steps that deploy every stage with CodeDeploy, nothing where ECS does."""
    blocks: list[Block] = []
    for stage in deployed(facts):
        steps = tuple(step for service in stage.nodes("service") for step in deployed_by_hand(stage, service))
        if steps:
            heading = say("code_deployment.heading", stage.id, stage=stage.fact("stage"), account=stage.fact("account"))
            blocks += [Subheading((heading,)), *_by_itself(facts, stage), Steps(steps)]
    return tuple(blocks)


def started(facts: Facts, stage: Node, service: Node) -> Statement:
    """Return who starts a service's deployments, since Terraform does not."""
    job = _job(facts, stage)
    if job:
        steps = job.fact("code_deploys")
        return say("deployment.code_deploy_by_job", service.id, job=job.key, steps=steps)
    known = service.fact("code_deploy.output")
    return say("deployment.code_deploy_by_hand" if known else "deployment.code_deploy_by_nobody", service.id)


def _job(facts: Facts, stage: Node) -> Node | None:
    return next((job for _, job in deploying(facts, stage) if job.fact("code_deploys")), None)


def _by_itself(facts: Facts, stage: Node) -> tuple[Block, ...]:
    """Return which job runs the steps without being asked, nothing where somebody has to."""
    job = _job(facts, stage)
    if job is None:
        return ()
    steps = job.fact("code_deploys")
    return (Paragraph((say("code_deployment.by_itself", stage.id, job=job.key, steps=steps),)),)


def deployed_by_hand(stage: Node, service: Node) -> tuple[Step, ...]:
    """Return how a person starts a deployment of a service, sees how far it is, and how it ends."""
    about, name, deploy = service.id, service.fact("name"), service.node("code_deploy")
    place = {"region": stage.fact("region")}
    given = {**place, "stack": deploy.fact("stack"), "output": deploy.fact("output")}
    if not all(given.values()):
        return ()
    most = documented(service, "wait_deployment_successful")
    watched = {**place, "cluster": service.fact("cluster"), "name": name}
    return (
        Step(
            (say("code_deployment.start", about, name=name),),
            (command("start_code_deployment", about, **given),),
            (say("code_deployment.started", about),),
        ),
        *_found(stage, service),
        Step(
            (say("code_deployment.watch", about),),
            (command("watch_code_deployment", about, **watched),),
            (say("code_deployment.watched", about),),
        ),
        Step(
            (say("code_deployment.wait", about),),
            (command("wait_code_deployment", about, **place),),
            (say("code_deployment.ended", about, bake=deploy.fact("bake_minutes"), most=most),),
        ),
    )


def _found(stage: Node, service: Node) -> tuple[Step, ...]:
    given, about = _given(stage, service), f"{service.id}.running"
    if not all(given.values()):
        return ()
    return (
        Step(
            (say("code_deployment.find", about, name=service.fact("name")),),
            (command("find_code_deployment", about, **given),),
            (say("code_deployment.found", about),),
        ),
    )


def turned_back(stage: Node, service: Node) -> tuple[Step, ...]:
    """Return how a deployment of a service is stopped, and how an earlier one is repeated."""
    given, about, name = _given(stage, service), service.id, service.fact("name")
    if not all(given.values()):
        return ()
    bake = service.fact("code_deploy.bake_minutes")
    return (
        Step(
            (say("manual.find", about, name=name),),
            (command("find_code_deployment", about, **given),),
            (say("manual.code_deployment_found", about),),
        ),
        Step(
            (say("manual.stop", about),),
            (command("stop_code_deployment", about, region=given["region"]),),
            (say("manual.code_deployment_stopped", about, bake=bake),),
        ),
        Step(
            (say("manual.earlier", about, name=name),),
            (command("list_code_deployments", about, **given),),
            (say("manual.earlier_known", about),),
        ),
        Step(
            (say("manual.repeat", about, name=name),),
            (command("repeat_code_deployment", about, **given),),
            (say("manual.repeated", about),),
        ),
    )


def looked_at(stage: Node, service: Node) -> Step | None:
    """Return how one sees that a deployment has ended well, None where no group is known."""
    given = _given(stage, service)
    if not all(given.values()):
        return None
    return Step(
        (say("verification.code_deploy", service.id, name=service.fact("name")),),
        (command("list_code_deployments", f"{service.id}.ended", **given),),
        (say("verification.code_deployed", service.id),),
    )


def _given(stage: Node, service: Node) -> dict[str, Fact | None]:
    deploy = service.node("code_deploy")
    return {"region": stage.fact("region"), "application": deploy.fact("application"), "group": deploy.fact("group")}
