"""Alarms to look at while traffic moves a share at a time."""

from __future__ import annotations

from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Step
from relinfra.plan.say import command, say
from relinfra.plan.sections.rollback_alarms import rollback_alarms
from relinfra.plan.traffic_shift import traffic_shift

__all__ = ["during"]


def during(stage: Stage, service: Service) -> tuple[Step, ...]:
    """Return the look at the alarms while old and new tasks share the traffic, none where they never do."""
    shift, names, region = traffic_shift(service.rollout), rollback_alarms(service), stage.region
    if not (shift and shift.share and shift.pause and names and region):
        return ()
    key = "verification.phase_linear" if shift.kind == "linear" else "verification.phase"
    return (
        Step(
            (say(key, service.id, share=shift.share, pause=shift.pause, name=service.name),),
            (command("alarms", f"{service.id}.phase", region=region, names=names),),
            (say("verification.phase_quiet", service.id),),
        ),
    )
