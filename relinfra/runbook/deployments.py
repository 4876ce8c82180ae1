"""Deployments of ECS: one that runs is stopped and turned back; one that has ended is undone by history."""

from __future__ import annotations

from typing import assert_never

from relinfra.evidence import Fact, value_of
from relinfra.evidence.records.rollout import BlueGreen, Canary, CodeDeploy, Linear, OtherRollout, Rolling
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.runbook import code_deployments
from relinfra.runbook.checks import active, named, right_account, serves
from relinfra.runbook.pipeline import held, image_kept, let_go, runs_ended
from relinfra.runbook.step import Kind, Procedure, Step

__all__ = ["rollback_of", "stop_of"]

_LONGEST = 360
"""Minutes for a deployment whose own limit is not known: as long as a job of the pipeline may run."""
_SEEN_WITHIN = 5
_FAILED = "@(STOPPED|ROLLBACK_*)"


def stop_of(stage: Stage, service: Service) -> Procedure | None:
    """Return how a deployment that runs is stopped and turned back, None where who deploys is not known."""
    match service.rollout:
        case CodeDeploy():
            return code_deployments.stop_of(stage, service)
        case Rolling() | BlueGreen() | Canary() | Linear():
            return _stop(stage, service)
        case OtherRollout():
            return None
        case _:
            assert_never(service.rollout)


def rollback_of(stage: Stage, service: Service) -> Procedure | None:
    """Return how a release that has ended is undone, None where who deploys is not known."""
    match service.rollout:
        case CodeDeploy():
            return code_deployments.rollback_of(stage, service)
        case Rolling() | BlueGreen() | Canary() | Linear():
            return _rollback(stage, service)
        case OtherRollout():
            return None
        case _:
            assert_never(service.rollout)


def _stop(stage: Stage, service: Service) -> Procedure | None:
    about = named(stage, service)
    if not all(about.values()):
        return None
    key = "stop_rolling" if isinstance(service.rollout, Rolling) else "stop_shifting"
    limit = _limit(service)
    turned = "ROLLBACK_SUCCESSFUL"
    steps = (
        *right_account(stage),
        active(stage, service),
        Step("running", Kind.LEARN, "running_deployment", given=about, variable="DEPLOYMENT_ARN"),
        *held(stage),
        Step(key, Kind.ACT, "stop_deployment", given=about),
        Step(
            "turned", Kind.AWAIT, "deployment_status", about, turned, "ROLLBACK_FAILED", limit, bounds=_bounds(service)
        ),
        *runs_ended(stage),
        *serves(stage, service),
        *image_kept(stage, service),
        *let_go(stage),
    )
    return Procedure("stop", service.id, {"name": service.name, "stage": stage.name}, steps)


def _rollback(stage: Stage, service: Service) -> Procedure | None:
    about = named(stage, service)
    if not (all(about.values()) and service.family):
        return None
    steps = (
        *right_account(stage),
        active(stage, service),
        Step("none_runs", Kind.DEMAND, "count_deployments", given=about, expected="0"),
        Step("previous", Kind.LEARN, "previous_revision", given=about, variable="TASK_DEFINITION"),
        *held(stage),
        *runs_ended(stage),
        Step("unchanged", Kind.DEMAND, "previous_revision", given=about, expected='"$TASK_DEFINITION"'),
        Step("redeploy", Kind.ACT, "redeploy", given=about),
        Step("redeployed", Kind.LEARN, "running_deployment", about, minutes=_SEEN_WITHIN, variable="DEPLOYMENT_ARN"),
        Step(
            "arrived",
            Kind.AWAIT,
            "deployment_status",
            about,
            "SUCCESSFUL",
            _FAILED,
            _limit(service),
            bounds=_bounds(service),
        ),
        *serves(stage, service),
        *image_kept(stage, service),
        *let_go(stage),
    )
    return Procedure("rollback", service.id, {"name": service.name, "stage": stage.name}, steps)


def _bounds(service: Service) -> tuple[Fact, ...]:
    waits = service.rollout.waits_minutes
    return (waits,) if waits else ()


def _limit(service: Service) -> int:
    waits = value_of(service.rollout.waits_minutes)
    return int(waits) if isinstance(waits, int | float) else _LONGEST
