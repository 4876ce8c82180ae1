"""How a service runs beyond its tasks: Spot, schedules, what it is called inside, how it logs, what runs once."""

from __future__ import annotations

import json

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.deployment import Deployment
from relinfra.evidence.resource import Resource
from relinfra.evidence.sheet import Sheet, flag, number
from relinfra.evidence.subjects.service import main_container, scaling_target

__all__ = ["collect"]

_SPOT = "FARGATE_SPOT"
_ALL = 100
_FIRELENS = "awsfirelens"
_TARGETS = {"bucket": "bucket", "log_group_name": "name"}
"""Options of Fluent Bit that name a target, and what that is called where Terraform makes it."""


def collect(deployment: Deployment, sheet: Sheet) -> None:
    """Collect it of every `aws_ecs_service`."""
    for service in deployment.find("aws_ecs_service"):
        own = sheet.at(f"service.{service.name}", f"services.{service.name}")
        if service.at("load_balancer") is None:
            kind = "inner" if service.at("service_connect_configuration", "service") else "worker"
            own.add(kind, True, Attribute(service.stack, service.address, ("load_balancer",), None), how="absent")
        _capacity(service, own)
        _schedules(deployment, service, own)
        _logs(deployment, service, own)
        _migration(deployment, service, own)
        _sessions(deployment, service, own)


def _sessions(deployment: Deployment, service: Resource, sheet: Sheet) -> None:
    """Collect whether people may open a shell in its tasks, where that is recorded, and what it costs the image."""
    opened = service.at("enable_execute_command")
    if opened is None or not opened.flag:
        return
    own = sheet.at("sessions")
    own.add("allowed", True, opened, asked="exec")
    cluster = deployment.output.follow_one(service.at("cluster"), "aws_ecs_cluster")
    settings = cluster and cluster.at("configuration", "execute_command_configuration")
    target = settings and settings.at("log_configuration", "cloud_watch_log_group_name")
    group = deployment.output.follow_one(target, "aws_cloudwatch_log_group")
    own.take("log_group", group and group.at("name"))
    task = deployment.output.follow_one(service.at("task_definition"), "aws_ecs_task_definition")
    container = main_container(task, service) if task else None
    own.take("container", container and container.at("name"))
    own.take("read_only", container and container.at("readonlyRootFilesystem"), flag)


def _capacity(service: Resource, sheet: Sheet) -> None:
    """Collect the share of Spot, of the tasks beyond those that always run on demand."""
    providers = [
        (one, name) for one in service.each("capacity_provider_strategy") if (name := one.at("capacity_provider"))
    ]
    weights = [(name, weight) for one, name in providers if (weight := one.at("weight"))]
    whole = sum(float(weight.number or 0) for _, weight in weights)
    if providers and all(name.text.startswith("FARGATE") for _, name in providers):
        sheet.add("launch_type", "FARGATE", *(name for _, name in providers), how="capacity_providers")
    if whole:
        spot = sum(float(weight.number or 0) for name, weight in weights if name.text == _SPOT)
        proofs = [proof for pair in weights for proof in pair]
        share = round(_ALL * spot / whole)
        sheet.add("spot_percent", share, *proofs, unit="percent", how="share_of_weights", asked="capacity.spot_percent")
    for one, name in providers:
        if name.text != _SPOT:
            sheet.take("on_demand_base", one.at("base"), number, unit="tasks", asked="capacity.on_demand_base")


def _schedules(deployment: Deployment, service: Resource, sheet: Sheet) -> None:
    target = scaling_target(deployment, service)
    for action in deployment.find("aws_appautoscaling_scheduled_action"):
        if target and target in deployment.output.follow(action.at("resource_id")):
            own = sheet.at(f"schedule.{action.name}")
            own.take("name", action.at("name"))
            own.take("when", action.at("schedule"))
            own.take("timezone", action.at("timezone"))
            for name, argument in (("tasks_min", "min_capacity"), ("tasks_max", "max_capacity")):
                own.take(name, action.at("scalable_target_action", argument), number, unit="tasks")
    for policy in deployment.find("aws_appautoscaling_policy"):
        if policy.name == f"{service.name}_memory":
            aim = policy.at("target_tracking_scaling_policy_configuration", "target_value")
            sheet.take("memory_target", aim, number, unit="percent", asked="scaling.memory_percent")


def _logs(deployment: Deployment, service: Resource, sheet: Sheet) -> None:
    """Collect the router that takes the main container's logs, where there is one, and what it may do in its task."""
    task = deployment.output.follow_one(service.at("task_definition"), "aws_ecs_task_definition")
    container = task and main_container(task, service)
    driver = container and container.at("logConfiguration", "logDriver")
    if task is None or container is None or driver is None or driver.text != _FIRELENS:
        return
    own = sheet.at("log_router", "log_router")
    options = container.at("logConfiguration", "options")
    own.take("output", options and options.at("Name"))
    own.take("excluded", options and options.at("exclude-pattern"), asked="exclude")
    for option, target in _TARGETS.items():
        named = options and options.at(option)
        found = deployment.output.follow(named)
        own.take("target", next((name for one in found if (name := one.at(target))), named), asked="bucket")
    for other in task.each("container_definitions"):
        kind = other.at("firelensConfiguration", "type")
        if kind:
            own.take("type", kind)
            own.take("image", other.at("image"), asked="image")
            own.take("user", other.at("user"))
            own.take("read_only", other.at("readonlyRootFilesystem"), flag)


def _migration(deployment: Deployment, service: Resource, sheet: Sheet) -> None:
    """Collect the task a release runs once: a definition named after the service, which no service keeps running."""
    task = deployment.get(f"aws_ecs_task_definition.{service.name}_migration")
    if task is None:
        return
    own = sheet.at("migration", "migration")
    own.take("family", task.at("family"))
    containers = [one for one in task.each("container_definitions") if one.at("command")]
    for container in containers[:1]:
        own.take("command", container.at("command"), _words, asked="command")
        own.take("container", container.at("name"))


def _words(command: Attribute) -> str:
    return json.dumps(command.value, ensure_ascii=False)
