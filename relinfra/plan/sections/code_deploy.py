"""What a person does with CodeDeploy: look at a deployment, stop it, go back to an earlier one."""

from __future__ import annotations

from relinfra.evidence import Fact, Node
from relinfra.plan.model import Step
from relinfra.plan.say import command, say

__all__ = ["looked_at", "turned_back"]


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
