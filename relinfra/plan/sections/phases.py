"""What is looked at while traffic moves a part at a time."""

from __future__ import annotations

from relinfra.evidence import Fact, Node
from relinfra.plan.model import Step
from relinfra.plan.say import command, say
from relinfra.plan.sections.safety import turning_back

__all__ = ["during"]


def during(stage: Node, service: Node) -> tuple[Step, ...]:
    """Return the look at the alarms while old and new tasks share the traffic, none where they never do."""
    share, pause, linear = _shift(service)
    names, region = turning_back(service), stage.fact("region")
    if not (share and pause and names and region):
        return ()
    key = "verification.phase_linear" if linear else "verification.phase"
    return (
        Step(
            (say(key, service.id, share=share, pause=pause, name=service.fact("name")),),
            (command("alarms", f"{service.id}.phase", region=region, names=names),),
            (say("verification.phase_quiet", service.id),),
        ),
    )


def _shift(service: Node) -> tuple[Fact | None, Fact | None, bool]:
    """Return how much moves at once, how long it waits then, and whether it goes on like that."""
    deploy, settings = service.node("code_deploy"), service.node("deployment")
    if deploy.empty:
        linear = settings.read_value("strategy") == "linear"
        return settings.fact("shift_percent"), settings.fact("shift_bake_minutes"), linear
    return deploy.fact("shift_percent"), deploy.fact("pause_minutes"), deploy.read_value("shift") == "linear"
