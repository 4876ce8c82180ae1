"""Deployments of CodeDeploy: one that runs is stopped and turned back; one that has ended is undone by history."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from relinfra.evidence import Fact, value_of
from relinfra.evidence.records.rollout import CodeDeploy
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.runbook.checks import active, right_account, serves
from relinfra.runbook.pipeline import held, image_kept, let_go, runs_ended
from relinfra.runbook.step import Kind, Procedure, Step

__all__ = ["rollback_of", "stop_of"]

_SHIFT = 60
"""Minutes that a deployment may take besides its pauses and its bake: new tasks start, hooks answer."""
_FAILED = "@(Failed|Stopped)"


def stop_of(stage: Stage, service: Service) -> Procedure | None:
    """Return how a deployment that runs, or bakes, is stopped and turned back; None where no group is known."""
    about = _group(stage, service)
    if not about:
        return None
    region = {"region": about["region"]}
    steps = (
        *right_account(stage),
        active(stage, service),
        Step("code_running", Kind.LEARN, "running_code_deployment", about, variable="DEPLOYMENT_ID"),
        *held(stage),
        Step("code_stop", Kind.ACT, "stop_code_deployment", region),
        Step("code_turning", Kind.LEARN, "turning_deployment", region, minutes=_SHIFT, variable="ROLLBACK_ID"),
        Step("code_turned", Kind.AWAIT, "turned_status", region, "Succeeded", _FAILED, _SHIFT),
        *runs_ended(stage),
        *serves(stage, service),
        *image_kept(stage, service),
        *let_go(stage),
    )
    return Procedure("stop", service.id, {"name": service.name, "stage": stage.name}, steps)


def rollback_of(stage: Stage, service: Service) -> Procedure | None:
    """Return how a release that has ended is undone: the deployment before it is repeated."""
    about = _group(stage, service)
    if not about:
        return None
    region = {"region": about["region"]}
    steps = (
        *right_account(stage),
        active(stage, service),
        Step("code_none_runs", Kind.DEMAND, "count_code_deployments", about, "0"),
        Step("code_previous", Kind.LEARN, "previous_code_deployment", about, variable="PREVIOUS_ID"),
        *held(stage),
        *runs_ended(stage),
        Step("code_unchanged", Kind.DEMAND, "previous_code_deployment", about, '"$PREVIOUS_ID"'),
        Step("code_repeat", Kind.LEARN, "repeat_code_deployment", about, variable="DEPLOYMENT_ID"),
        replace(
            Step("code_arrived", Kind.AWAIT, "code_deployment_status", region, "Succeeded", _FAILED, _longest(service)),
            bounds=_bounds(service),
        ),
        *serves(stage, service),
        *image_kept(stage, service),
        *let_go(stage),
    )
    return Procedure("rollback", service.id, {"name": service.name, "stage": stage.name}, steps)


def _group(stage: Stage, service: Service) -> dict[str, Fact]:
    """Return what names a service's deployment group to AWS, nothing where it has none that is known."""
    rollout = service.rollout
    named = service.cluster and service.name
    if not (isinstance(rollout, CodeDeploy) and named and stage.region and rollout.application and rollout.group):
        return {}
    return {"region": stage.region, "application": rollout.application, "group": rollout.group}


def _bounds(service: Service) -> tuple[Fact, ...]:
    rollout = service.rollout
    if not isinstance(rollout, CodeDeploy):
        return ()
    return tuple(one for one in (rollout.shift_percent, rollout.pause_minutes, rollout.bake_minutes) if one)


def _longest(service: Service) -> int:
    """Return the minutes that a deployment may take: its bake, and a pause after each step of the shift."""
    rollout = service.rollout
    if not isinstance(rollout, CodeDeploy):
        return _SHIFT
    share = value_of(rollout.shift_percent)
    steps = ceil(100 / share) if isinstance(share, int | float) and share > 0 else 1
    pause, bake = value_of(rollout.pause_minutes), value_of(rollout.bake_minutes)
    return _SHIFT + sum(int(one) for one in (bake, *[pause] * steps) if isinstance(one, int | float))
