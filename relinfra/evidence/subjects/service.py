"""Services: what runs, how much of it, and where it is reached."""

from __future__ import annotations

import re

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.deployment import Deployment
from relinfra.evidence.resource import Resource
from relinfra.evidence.sheet import Sheet, number

__all__ = ["collect", "main_container", "scaling_target"]

_VARIABLE = re.compile(r"\$\{var\.([\w-]+)\}")


def collect(deployment: Deployment, sheet: Sheet) -> None:
    """Collect the facts of every `aws_ecs_service`."""
    for service in deployment.find("aws_ecs_service"):
        own = sheet.at(f"service.{service.name}", f"services.{service.name}")
        own.take("name", service.at("name"))
        own.take("launch_type", service.at("launch_type"))
        cluster = deployment.output.follow_one(service.at("cluster"), "aws_ecs_cluster")
        own.take("cluster", cluster and cluster.at("name"))
        _task(deployment, service, own)
        _scaling(deployment, service, own)


def main_container(task: Resource, service: Resource) -> Attribute | None:
    """Return the container the load balancer talks to, else the first essential one."""
    target = service.at("load_balancer", "container_name")
    containers = task.each("container_definitions")
    wanted = target.value if target else None
    named = [found for found in containers if (name := found.at("name")) and name.value == wanted]
    essential = [found for found in containers if (flag := found.at("essential")) is None or flag.flag]
    return next(iter([*named, *essential]), None)


def scaling_target(deployment: Deployment, service: Resource) -> Resource | None:
    """Return what moves the number of a service's tasks, or None where it is fixed."""
    for target in deployment.find("aws_appautoscaling_target"):
        if service in deployment.output.follow(target.at("resource_id")):
            return target
    return None


def _task(deployment: Deployment, service: Resource, sheet: Sheet) -> None:
    task = deployment.output.follow_one(service.at("task_definition"), "aws_ecs_task_definition")
    if task is None:
        return
    sheet.take("family", task.at("family"))
    sheet.take("cpu", task.at("cpu"), number, unit="cpu", asked="cpu")
    sheet.take("memory", task.at("memory"), number, unit="MiB", asked="memory")
    sheet.take("architecture", task.at("runtime_platform", "cpu_architecture"), asked="architecture")
    container = main_container(task, service)
    chosen = container and container.at("image")
    sheet.take("image", chosen, asked="image")
    if chosen:
        _release(deployment, chosen, sheet)
    variables = container.each("environment") if container else ()
    names = [name for variable in variables if (name := variable.at("name"))]
    if names:
        sheet.add("variables", tuple(sorted(name.text for name in names)), *names, asked="environment")
    for other in task.each("container_definitions"):
        image = other.at("image")
        if image and any(word in image.text for word in ("otel", "xray", "cloudwatch-agent")):
            sheet.take("tracing_image", image, asked="")


def _release(deployment: Deployment, image: Attribute, sheet: Sheet) -> None:
    """Collect the Terraform variable a release sets to choose its image, where the image names one."""
    named = _VARIABLE.search(image.text)
    if named:
        sheet.add("image_variable", named[1], image, how="variable")
        declared = deployment.output.stacks[image.stack].element("variable", named[1])
        sheet.take("image_default", declared and declared.at("default"))


def _scaling(deployment: Deployment, service: Resource, sheet: Sheet) -> None:
    target = scaling_target(deployment, service)
    low = target.at("min_capacity") if target else service.at("desired_count")
    high = target.at("max_capacity") if target else service.at("desired_count")
    sheet.take("tasks_min", low, number, unit="tasks", asked="scaling.min")
    sheet.take("tasks_max", high, number, unit="tasks", asked="scaling.max")
    for policy in deployment.find("aws_appautoscaling_policy"):
        settings = policy.at("target_tracking_scaling_policy_configuration")
        metric = settings and settings.at("predefined_metric_specification", "predefined_metric_type")
        if policy.name == f"{service.name}_cpu" and settings and metric:
            aim = settings.at("target_value")
            sheet.take("cpu_target", aim, number, unit="percent", asked="scaling.cpu_percent")
