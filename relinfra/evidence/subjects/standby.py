"""What stands in the recovery region beside copies of data: network, load balancer, services, DNS records."""

from __future__ import annotations

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.deployment import Deployment
from relinfra.evidence.resource import Resource
from relinfra.evidence.sheet import Sheet, number
from relinfra.evidence.stack import Stack
from relinfra.evidence.subjects.service import main_container

__all__ = ["collect"]


def collect(deployment: Deployment, sheet: Sheet) -> None:
    """Collect what each recovery stack runs, or could run."""
    own = sheet.at("recovery", "disaster_recovery")
    for stack in deployment.recovery:
        for vpc in stack.find("aws_vpc"):
            own.take("network.cidr", vpc.at("cidr_block"), asked="network.cidr")
            gateways = stack.count("aws_nat_gateway")
            own.add("network.nat_gateways", int(str(gateways.value)), gateways, unit="nat_gateways", how="count")
        for balancer in stack.find("aws_lb"):
            own.take("load_balancer.name", balancer.at("name"))
        for service in stack.find("aws_ecs_service"):
            _service(deployment, stack, service, own.at(f"service.{service.name}"))


def _service(deployment: Deployment, stack: Stack, service: Resource, sheet: Sheet) -> None:
    sheet.take("name", service.at("name"))
    cluster = deployment.output.follow_one(service.at("cluster"), "aws_ecs_cluster")
    sheet.take("cluster", cluster and cluster.at("name"))
    target = _target(deployment, stack, service)
    for name, argument in (("tasks_min", "min_capacity"), ("tasks_max", "max_capacity")):
        tasks = target.at(argument) if target else service.at("desired_count")
        sheet.take(name, tasks, number, unit="tasks")
    task = deployment.output.follow_one(service.at("task_definition"), "aws_ecs_task_definition")
    container = task and main_container(task, service)
    sheet.take("image", container and container.at("image"))
    _failover(deployment, stack, service, sheet)


def _target(deployment: Deployment, stack: Stack, service: Resource) -> Resource | None:
    targets = stack.find("aws_appautoscaling_target")
    return next((one for one in targets if service in deployment.output.follow(one.at("resource_id"))), None)


def _failover(deployment: Deployment, stack: Stack, service: Resource, sheet: Sheet) -> None:
    """Collect the name that Route 53 leads here by itself, or else the zone in which a person would do it."""
    record = stack.get(f"aws_route53_record.{service.name}")
    part = record and record.at("failover_routing_policy", "type")
    name = record and record.at("name")
    if part and name:
        sheet.add("failover", name.text, name, part)
    else:
        sheet.take("zone", _zone(deployment, service))


def _zone(deployment: Deployment, service: Resource) -> Attribute | None:
    record = deployment.get(f"aws_route53_record.{service.name}")
    zone = deployment.output.follow_one(record and record.at("zone_id"), "data.aws_route53_zone")
    return zone and zone.at("name")
