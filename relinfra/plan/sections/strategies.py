"""Deployment strategies: how a new version of a service takes over, one function for each strategy."""

from __future__ import annotations

from typing import assert_never

from relinfra.evidence.records.rollout import (
    BlueGreen,
    Canary,
    CodeDeploy,
    Linear,
    OtherRollout,
    Rolling,
    Shifting,
    Stepping,
)
from relinfra.evidence.records.service import Service
from relinfra.plan.model import Line, Statement
from relinfra.plan.say import say
from relinfra.plan.targets import target_groups
from relinfra.plan.traffic_shift import lasting

__all__ = ["described", "replaced", "shifts"]

_SHIFTS = ("blue_green", "canary", "linear")


def replaced(service: Service) -> Line:
    """Return how a service's tasks are replaced; of a strategy not known here, that it is not."""
    rollout = service.rollout
    match rollout:
        case Rolling():
            return _rolling(service, rollout)
        case BlueGreen() | Canary() | Linear():
            return _shifting(rollout)
        case CodeDeploy():
            return _code_deploy(service, rollout)
        case OtherRollout():
            return (say("deployment.unknown", service.id, strategy=rollout.strategy),)
        case _:
            assert_never(rollout)


def described(rollout: CodeDeploy) -> bool:
    """Whether the plan can describe how CodeDeploy moves traffic."""
    return rollout.shift is not None and rollout.shift.value in _SHIFTS


def shifts(service: Service) -> bool:
    """Whether ECS moves a service's traffic between two target groups."""
    return isinstance(service.rollout, Shifting)


def _rolling(service: Service, rollout: Rolling) -> Line:
    batch = rollout.batch_percent
    key = "deployment.rolling_batches" if batch else "deployment.rolling"
    limits = {
        "tasks": service.tasks_min,
        "kept": rollout.tasks_kept,
        "minimum": rollout.minimum_healthy_percent,
        "ceiling": rollout.tasks_ceiling,
        "maximum": rollout.maximum_percent,
    }
    line = (
        say(key, service.id, strategy=rollout.strategy, batch=batch),
        say("deployment.limits_none" if rollout.may_stop_all else "deployment.limits", service.id, **limits),
    )
    return line if all(limits.values()) else line[:1]


def _shifting(rollout: BlueGreen | Canary | Linear) -> Line:
    about, bake, test = rollout.id, lasting(rollout.bake_minutes), rollout.test_port
    groups = {"blue": rollout.target_group, "green": rollout.alternate_target_group}
    line = [say("deployment.beside", about, strategy=rollout.strategy, **groups)]
    line.append(say("deployment.test_port" if test else "deployment.no_test_port", about, port=test))
    if rollout.production_port:
        line += _phases(rollout)
    if bake:
        ceiling, maximum = rollout.tasks_ceiling, rollout.maximum_percent
        line.append(say("deployment.bake", about, bake=bake, ceiling=ceiling, maximum=maximum))
    return tuple(line)


def _phases(rollout: BlueGreen | Canary | Linear) -> Line:
    match rollout:
        case BlueGreen():
            return (say("deployment.shift.blue_green", rollout.id, port=rollout.production_port),)
        case Canary():
            return (_in_shares("deployment.shift.canary", rollout),)
        case Linear():
            line = (_in_shares("deployment.shift.linear", rollout),)
            steps, minutes = rollout.shift_steps, rollout.shift_minutes
            if not (steps and minutes):
                return line
            return (*line, say("deployment.steps", rollout.id, steps=steps, minutes=minutes))
        case _:
            assert_never(rollout)


def _in_shares(key: str, rollout: Stepping) -> Statement:
    share, pause = rollout.shift_percent, rollout.shift_bake_minutes
    return say(key, rollout.id, port=rollout.production_port, share=share, pause=pause)


def _code_deploy(service: Service, rollout: CodeDeploy) -> Line:
    about, strategy = service.id, rollout.strategy
    if rollout.elsewhere:
        return (say("deployment.code_deploy_elsewhere", about, strategy=strategy),)
    named = {"application": rollout.application, "group": rollout.group}
    line = [say("deployment.code_deploy", about, strategy=strategy, target_groups=target_groups(service), **named)]
    test, bake = rollout.test_port, lasting(rollout.bake_minutes)
    line.append(say("deployment.test_port" if test else "deployment.no_test_port", about, port=test))
    line.append(_moved(rollout))
    if bake:
        line.append(say("deployment.code_deploy_bake", about, bake=bake))
    return tuple(line)


def _moved(rollout: CodeDeploy) -> Statement:
    kind = rollout.shift.value if rollout.shift and described(rollout) else "unknown"
    return say(
        f"deployment.code_deploy_shift.{kind}",
        rollout.id,
        port=rollout.production_port,
        share=rollout.shift_percent,
        pause=rollout.pause_minutes,
        configuration=rollout.configuration,
        shift=rollout.shift,
    )
