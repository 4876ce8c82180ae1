"""Services: what runs, how much of it, and where it is reached."""

from __future__ import annotations

import re

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.resource import Resource
from relinfra.evidence.stage_stacks import StageStacks

__all__ = ["collect", "main_container", "scaling_target", "suspended"]

_VARIABLE = re.compile(r"\$\{var\.([\w-]+)\}")


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect the facts of every `aws_ecs_service`."""
    for service in stage.find("aws_ecs_service"):
        own = recorder.one(Stage.services, service.name, f"services.{service.name}")
        own.read(service)
        cluster = stage.output.follow_one(service.at("cluster"), "aws_ecs_cluster")
        own.take(Service.cluster, cluster and cluster.at("name"))
        _task(stage, service, own)
        _scaling(stage, service, own)


def main_container(task: Resource, service: Resource) -> Attribute | None:
    """Return the container the load balancer talks to, else the first essential one."""
    target = service.at("load_balancer", "container_name")
    containers = task.each("container_definitions")
    wanted = target.value if target else None
    named = [found for found in containers if (name := found.at("name")) and name.value == wanted]
    essential = [found for found in containers if (flag := found.at("essential")) is None or flag.flag]
    return next(iter([*named, *essential]), None)


def scaling_target(stage: StageStacks, service: Resource) -> Resource | None:
    """Return what moves the number of a service's tasks, or None where it is fixed."""
    return next(iter(stage.referring(service, "aws_appautoscaling_target", "resource_id")), None)


def _task(stage: StageStacks, service: Resource, recorder: Recorder) -> None:
    task = stage.output.follow_one(service.at("task_definition"), "aws_ecs_task_definition")
    if task is None:
        return
    recorder.take(Service.family, task.at("family"))
    recorder.take(Service.cpu, task.at("cpu"))
    recorder.take(Service.memory, task.at("memory"))
    recorder.take(Service.architecture, task.at("runtime_platform", "cpu_architecture"))
    container = main_container(task, service)
    chosen = container and container.at("image")
    recorder.take(Service.image, chosen)
    if chosen:
        _release(stage, chosen, recorder)
    variables = container.each("environment") if container else ()
    names = [name for variable in variables if (name := variable.at("name"))]
    if names:
        recorder.add(Service.variables, tuple(sorted(name.text for name in names)), *names)
    for other in task.each("container_definitions"):
        image = other.at("image")
        if image and any(word in image.text for word in ("otel", "xray", "cloudwatch-agent")):
            recorder.take(Service.tracing_image, image)


def _release(stage: StageStacks, image: Attribute, recorder: Recorder) -> None:
    """Collect the Terraform variable a release sets to choose its image, where the image names one."""
    named = _VARIABLE.search(image.text)
    if named:
        recorder.add(Service.image_variable, named[1], image, how="variable")
        declared = stage.output.stacks[image.stack].element("variable", named[1])
        recorder.take(Service.image_default, declared and declared.at("default"))


def suspended(target: Resource | None) -> bool:
    """Whether nothing but a person adds tasks: the policies of a scaling target are suspended."""
    state = target and target.at("suspended_state", "dynamic_scaling_out_suspended")
    return bool(state and state.value is True)


def _only_grows(target: Resource | None, policy: Resource, recorder: Recorder) -> None:
    """Collect that tasks which were added stay: the policy takes none away, or is not allowed to."""
    stays = (
        policy.at("target_tracking_scaling_policy_configuration", "disable_scale_in"),
        target and target.at("suspended_state", "dynamic_scaling_in_suspended"),
    )
    if proofs := [switch for switch in stays if switch and switch.flag]:
        recorder.add(Service.only_grows, True, *proofs)


def _scaling(stage: StageStacks, service: Resource, recorder: Recorder) -> None:
    target = scaling_target(stage, service)
    low = target.at("min_capacity") if target else service.at("desired_count")
    high = target.at("max_capacity") if target else service.at("desired_count")
    recorder.take(Service.tasks_min, low)
    recorder.take(Service.tasks_max, high)
    if (policy := stage.get(f"aws_appautoscaling_policy.{service.name}_cpu")) and not suspended(target):
        settings = policy.at("target_tracking_scaling_policy_configuration")
        metric = settings and settings.at("predefined_metric_specification", "predefined_metric_type")
        if settings and metric:
            aim = settings.at("target_value")
            recorder.take(Service.cpu_target, aim)
            _only_grows(target, policy, recorder)
