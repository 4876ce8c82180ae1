"""Deployments: how ECS replaces a service's tasks, and what makes it turn back."""

from __future__ import annotations

import math
from collections.abc import Callable

from relinfra.domain.rollout_time import linear_shift_minutes, linear_steps
from relinfra.domain.strategies import StrategyName
from relinfra.evidence.attribute import Attribute
from relinfra.evidence.fact import Figure
from relinfra.evidence.record import Field
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.rollout import AnyRollout, EcsRollout, LifecycleHook, Linear, Stepping
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.resource import Resource
from relinfra.evidence.stage_stacks import StageStacks
from relinfra.evidence.subjects.service import scaling_target

__all__ = ["collect"]

_ALL = 100
_OWN = "ECS"
_CONTROLLERS: dict[str, StrategyName] = {"CODE_DEPLOY": "codedeploy"}
_SHIFTS = (
    ("canary_configuration", "canary_percent", "canary_bake_time_in_minutes"),
    ("linear_configuration", "step_percent", "step_bake_time_in_minutes"),
)


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect the deployment settings of every `aws_ecs_service`."""
    for service in stage.find("aws_ecs_service"):
        own = recorder.one(Stage.services, service.name, f"services.{service.name}").at(Service.rollout)
        own.read(service)
        _strategy(service, own)
        _limits(stage, service, own)
        _safety(stage, service, own)
        _hooks(stage, service, own)


def _strategy(service: Resource, recorder: Recorder) -> None:
    configuration = service.at("deployment_configuration")
    strategy = configuration and configuration.at("strategy")
    controller = service.at("deployment_controller", "type")
    if controller and controller.text != _OWN:
        # Another controller decides, whatever the service says of strategies.
        recorder.take(AnyRollout.strategy, controller, lambda found: _CONTROLLERS.get(found.text, found.text.lower()))
    elif strategy:
        recorder.take(AnyRollout.strategy, strategy, lambda found: found.text.lower())
    else:
        # The provider's default; the resource itself proves it by saying nothing.
        recorder.add(AnyRollout.strategy, "rolling", _silence(service), how="default")
    if configuration is None:
        return
    for block, share, bake in _SHIFTS:
        recorder.take(Stepping.shift_percent, configuration.at(block, share))
        recorder.take(Stepping.shift_bake_minutes, configuration.at(block, bake))
    _steps(configuration, recorder)


def _steps(configuration: Attribute, recorder: Recorder) -> None:
    """Collect in how many steps a linear shift moves all traffic, and how long it waits between them."""
    share = configuration.at("linear_configuration", "step_percent")
    pause = configuration.at("linear_configuration", "step_bake_time_in_minutes")
    if share and share.number:
        steps = linear_steps(share.number)
        recorder.add(Linear.shift_steps, steps, share, how="hundred_by_step")
        if pause and pause.number is not None:
            minutes = linear_shift_minutes(share.number, int(pause.number))
            recorder.add(Linear.shift_minutes, minutes, share, pause, how="steps_less_one_times_pause")


def _silence(service: Resource) -> Attribute:
    return Attribute(service.stack, service.address, ("deployment_configuration", "strategy"), None)


def _limits(stage: StageStacks, service: Resource, recorder: Recorder) -> None:
    low = service.at("deployment_minimum_healthy_percent")
    high = service.at("deployment_maximum_percent")
    # Where traffic moves between two sets of tasks, the old set stays whole.
    if service.at("load_balancer", "advanced_configuration") is None:
        recorder.take(AnyRollout.minimum_healthy_percent, low)
        _share(recorder, AnyRollout.tasks_kept, _tasks(stage, service), low, math.ceil)
        if low and high and low.number is not None and high.number == _ALL:
            recorder.add(AnyRollout.batch_percent, _ALL - low.number, low, high, how="rest_of_hundred")
    _share(recorder, AnyRollout.tasks_ceiling, _tasks(stage, service), high, math.floor)


def _share(
    recorder: Recorder,
    field: Field[Figure],
    tasks: Attribute | None,
    percent: Attribute | None,
    whole: Callable[[float], int],
) -> None:
    """Collect how many tasks a percentage means; ECS rounds the least up and the most down."""
    if tasks and percent and tasks.number is not None and percent.number is not None:
        value = whole(tasks.number * percent.number / _ALL)
        recorder.add(field, value, tasks, percent, how=f"{field.name}_of_percent")


def _tasks(stage: StageStacks, service: Resource) -> Attribute | None:
    target = scaling_target(stage, service)
    return target.at("min_capacity") if target else service.at("desired_count")


def _safety(stage: StageStacks, service: Resource, recorder: Recorder) -> None:
    waits = service.at("timeouts", "update")
    if waits and waits.text.endswith("m") and waits.text[:-1].isdigit():
        recorder.add(AnyRollout.waits_minutes, int(waits.text[:-1]), waits)
    alarms = service.at("alarms")
    if alarms is None:
        return
    names = [name for item in alarms.each("alarm_names") for name in _names(stage, item)]
    if names:
        named = tuple(name.text for name in names)
        recorder.add(EcsRollout.alarms, named, *alarms.each("alarm_names"), *names)


def _hooks(stage: StageStacks, service: Resource, recorder: Recorder) -> None:
    """Collect what a deployment asks before it goes on, numbered in the order of the block."""
    for index, hook in enumerate(service.each("deployment_configuration", "lifecycle_hook"), start=1):
        own = recorder.one(EcsRollout.hooks, f"{index:02}")
        target = hook.at("hook_target_arn")
        function = stage.output.follow_one(target, "aws_lambda_function")
        own.take(LifecycleHook.function, (function and function.at("function_name")) or target)
        stages = hook.each("lifecycle_stages")
        if stages:
            own.add(LifecycleHook.stages, tuple(stage.text for stage in stages), *stages)


def _names(stage: StageStacks, item: Attribute) -> list[Attribute]:
    """Return the names of the alarms an element means; one of other stacks is named by the element alone."""
    followed = [name for alarm in stage.output.follow(item) if (name := alarm.at("alarm_name"))]
    spelled = stage.called("aws_cloudwatch_metric_alarm", "alarm_name", item.text)
    return followed or [(spelled and spelled.at("alarm_name")) or item]
