"""The standby in the recovery region: network, load balancer, services, DNS records."""

from __future__ import annotations

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.recovery import Recovery, StandbyNetwork, StandbyService
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.resource import Resource
from relinfra.evidence.stack import Stack
from relinfra.evidence.stage_stacks import StageStacks
from relinfra.evidence.subjects.service import main_container

__all__ = ["collect", "collect_service"]


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect what each recovery stack runs, or could run."""
    own = recorder.at(Stage.recovery, "disaster_recovery")
    for stack in stage.recovery:
        for vpc in stack.find("aws_vpc"):
            network = own.at(Recovery.network, "network")
            network.read(vpc)
            gateways = stack.count("aws_nat_gateway")
            network.add(StandbyNetwork.nat_gateways, int(str(gateways.value)), gateways, how="count")
        for balancer in stack.find("aws_lb"):
            own.at(Recovery.load_balancer).read(balancer)
        for service in stack.find("aws_ecs_service"):
            collect_service(stage, stack, service, own.one(Recovery.services, service.name))


def collect_service(stage: StageStacks, stack: Stack, service: Resource, recorder: Recorder) -> None:
    """Collect a service of the recovery region, as it runs or would run there."""
    recorder.read(service)
    cluster = stage.output.follow_one(service.at("cluster"), "aws_ecs_cluster")
    recorder.take(StandbyService.cluster, cluster and cluster.at("name"))
    target = _target(stage, stack, service)
    limits = ((StandbyService.tasks_min, "min_capacity"), (StandbyService.tasks_max, "max_capacity"))
    for field, argument in limits:
        tasks = target.at(argument) if target else service.at("desired_count")
        recorder.take(field, tasks)
    task = stage.output.follow_one(service.at("task_definition"), "aws_ecs_task_definition")
    container = task and main_container(task, service)
    recorder.take(StandbyService.image, container and container.at("image"))
    _failover(stage, stack, service, recorder)


def _target(stage: StageStacks, stack: Stack, service: Resource) -> Resource | None:
    targets = stack.find("aws_appautoscaling_target")
    return next((one for one in targets if service in stage.output.follow(one.at("resource_id"))), None)


def _failover(stage: StageStacks, stack: Stack, service: Resource, recorder: Recorder) -> None:
    """Collect the name that Route 53 leads here by itself, or else the zone in which a person would do it."""
    record = stack.get(f"aws_route53_record.{service.name}")
    part = record and record.at("failover_routing_policy", "type")
    name = record and record.at("name")
    if part and name:
        recorder.add(StandbyService.failover, name.text, name, part)
    else:
        recorder.take(StandbyService.zone, _zone(stage, service))


def _zone(stage: StageStacks, service: Resource) -> Attribute | None:
    record = stage.get(f"aws_route53_record.{service.name}")
    zone = stage.output.follow_one(record and record.at("zone_id"), "data.aws_route53_zone")
    return zone and zone.at("name")
