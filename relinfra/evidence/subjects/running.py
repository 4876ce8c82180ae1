"""A service beyond its tasks: Spot, schedules, log router, sessions, migration."""

from __future__ import annotations

import json

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.service import ContainerHealth, LogRouter, Migration, Service, Sessions
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.resource import Resource
from relinfra.evidence.stage_stacks import StageStacks
from relinfra.evidence.subjects.service import main_container, scaling_target, suspended

__all__ = ["collect"]

_SPOT = "FARGATE_SPOT"
_ALL = 100
_FIRELENS = "awsfirelens"
_TARGETS = {"bucket": "bucket", "log_group_name": "name"}
"""Options of Fluent Bit that name a target, and what that is called where Terraform makes it."""


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect it of every `aws_ecs_service`."""
    for service in stage.find("aws_ecs_service"):
        own = recorder.one(Stage.services, service.name, f"services.{service.name}")
        if service.at("load_balancer") is None:
            inner = service.at("service_connect_configuration", "service")
            kind = Service.inner if inner else Service.worker
            own.add(kind, True, Attribute(service.stack, service.address, ("load_balancer",), None), how="absent")
        _capacity(service, own)
        _container(stage, service, own)
        _schedules(stage, service, own)
        _logs(stage, service, own)
        _migration(stage, service, own)
        _sessions(stage, service, own)


def _sessions(stage: StageStacks, service: Resource, recorder: Recorder) -> None:
    """Collect whether people may open a shell in its tasks, where that is recorded, and what it costs the image."""
    opened = service.at("enable_execute_command")
    if opened is None or not opened.flag:
        return
    own = recorder.at(Service.sessions)
    own.add(Sessions.allowed, True, opened)
    cluster = stage.output.follow_one(service.at("cluster"), "aws_ecs_cluster")
    settings = cluster and cluster.at("configuration", "execute_command_configuration")
    target = settings and settings.at("log_configuration", "cloud_watch_log_group_name")
    group = stage.output.follow_one(target, "aws_cloudwatch_log_group")
    own.take(Sessions.log_group, group and group.at("name"))
    task = stage.output.follow_one(service.at("task_definition"), "aws_ecs_task_definition")
    container = main_container(task, service) if task else None
    own.take(Sessions.container, container and container.at("name"))
    own.take(Sessions.read_only, container and container.at("readonlyRootFilesystem"))


def _container(stage: StageStacks, service: Resource, recorder: Recorder) -> None:
    """Collect what its main container may write to, how it is asked whether it is well, and how it is stopped."""
    task = stage.output.follow_one(service.at("task_definition"), "aws_ecs_task_definition")
    container = task and main_container(task, service)
    if task is None or container is None:
        return
    recorder.take(Service.ephemeral_storage_gib, task.at("ephemeral_storage", "size_in_gib"))
    recorder.take(Service.stop_timeout_seconds, container.at("stopTimeout"))
    held = [path for one in container.each("linuxParameters", "tmpfs") if (path := one.at("containerPath"))]
    if held:
        recorder.add(Service.tmpfs, tuple(path.text for path in held), *held)
    check = container.at("healthCheck")
    own = recorder.at(Service.container_health, "health_check")
    own.read(check)
    own.take(ContainerHealth.command, check and check.at("command"), _words)


def _capacity(service: Resource, recorder: Recorder) -> None:
    """Collect the share of Spot, of the tasks beyond those that always run on demand."""
    providers = [
        (one, name) for one in service.each("capacity_provider_strategy") if (name := one.at("capacity_provider"))
    ]
    weights = [(name, weight) for one, name in providers if (weight := one.at("weight"))]
    whole = sum(float(weight.number or 0) for _, weight in weights)
    if providers and all(name.text.startswith("FARGATE") for _, name in providers):
        recorder.add(Service.launch_type, "FARGATE", *(name for _, name in providers), how="capacity_providers")
    if whole:
        spot = sum(float(weight.number or 0) for name, weight in weights if name.text == _SPOT)
        proofs = [proof for pair in weights for proof in pair]
        share = round(_ALL * spot / whole)
        if share:
            recorder.add(Service.spot_percent, share, *proofs, how="share_of_weights")
    for one, name in providers:
        if name.text != _SPOT:
            recorder.take(Service.on_demand_base, one.at("base"))


def _schedules(stage: StageStacks, service: Resource, recorder: Recorder) -> None:
    target = scaling_target(stage, service)
    for action in stage.referring(target, "aws_appautoscaling_scheduled_action", "resource_id") if target else ():
        recorder.one(Service.schedules, action.name).read(action)
    if (policy := stage.get(f"aws_appautoscaling_policy.{service.name}_memory")) and not suspended(target):
        aim = policy.at("target_tracking_scaling_policy_configuration", "target_value")
        recorder.take(Service.memory_target, aim)


def _logs(stage: StageStacks, service: Resource, recorder: Recorder) -> None:
    """Collect the router that takes the main container's logs, where there is one, and what it may do in its task."""
    task = stage.output.follow_one(service.at("task_definition"), "aws_ecs_task_definition")
    container = task and main_container(task, service)
    driver = container and container.at("logConfiguration", "logDriver")
    if task is None or container is None or driver is None or driver.text != _FIRELENS:
        return
    own = recorder.at(Service.log_router, "log_router")
    options = container.at("logConfiguration", "options")
    own.take(LogRouter.output, options and options.at("Name"))
    own.take(LogRouter.excluded, options and options.at("exclude-pattern"))
    for option, target in _TARGETS.items():
        named = options and options.at(option)
        found = stage.output.follow(named)
        own.take(LogRouter.target, next((name for one in found if (name := one.at(target))), named))
    for other in task.each("container_definitions"):
        if other.at("firelensConfiguration", "type"):
            own.read(other)


def _migration(stage: StageStacks, service: Resource, recorder: Recorder) -> None:
    """Collect the task a release runs once: a definition named after the service, which no service keeps running."""
    task = stage.get(f"aws_ecs_task_definition.{service.name}_migration")
    if task is None:
        return
    own = recorder.at(Service.migration, "migration")
    own.read(task)
    containers = [one for one in task.each("container_definitions") if one.at("command")]
    for container in containers[:1]:
        own.take(Migration.command, container.at("command"), _words)
        own.take(Migration.container, container.at("name"))
    _run(stage, service, task, own)


def _run(stage: StageStacks, service: Resource, task: Resource, recorder: Recorder) -> None:
    """Collect where Terraform says how the task is run, and whether it can be run before the service is deployed."""
    family = task.at("family")
    if family is None:
        return
    before = task.stack in stage.output.stacks[service.stack].dependencies
    recorder.add(Migration.first, before, family, how="place")
    name = f"{service.name}_migration"
    said = stage.output.stacks[task.stack].element("output", name)
    cluster = said and said.at("value", "cluster")
    if said is None or cluster is None:
        return
    recorder.add(Migration.output, name, cluster, how="place")
    recorder.add(Migration.stack, task.stack, cluster, how="place")
    found = stage.output.follow_one(cluster, "aws_ecs_cluster")
    recorder.take(Migration.cluster, found and found.at("name"))


def _words(command: Attribute) -> str:
    return json.dumps(command.value, ensure_ascii=False)
