"""Less that can be served: fewer or smaller tasks, databases, zones and ways out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relinfra.comparison.between import Between
from relinfra.comparison.consequence import Consequence, absent, attribute_change, former
from relinfra.comparison.consequences.watch import Watch, changed, higher, lower, off, watched
from relinfra.comparison.pair import Pair
from relinfra.evidence.fact import FormerEvidence
from relinfra.evidence.output import Output
from relinfra.evidence.resource import Resource

__all__ = ["WATCHED", "capacity"]

WATCHED = (
    Watch(
        "aws_appautoscaling_policy",
        ("target_tracking_scaling_policy_configuration", "target_value"),
        higher,
        "scales_later",
    ),
    Watch(
        "aws_appautoscaling_scheduled_action", ("scalable_target_action", "max_capacity"), lower, "fewer_tasks", "tasks"
    ),
    Watch(
        "aws_appautoscaling_scheduled_action", ("scalable_target_action", "min_capacity"), lower, "fewer_tasks", "tasks"
    ),
    Watch("aws_appautoscaling_target", ("max_capacity",), lower, "fewer_tasks", "tasks"),
    Watch("aws_appautoscaling_target", ("min_capacity",), lower, "fewer_tasks", "tasks"),
    Watch("aws_db_instance", ("iops",), lower, "slower_storage"),
    Watch("aws_db_instance", ("max_allocated_storage",), lower, "less_storage", "GiB", default=0),
    Watch("aws_db_instance", ("multi_az",), off, "single_zone"),
    Watch("aws_ecs_service", ("availability_zone_rebalancing",), changed, "zones_unbalanced"),
    Watch("aws_ecs_service", ("deployment_maximum_percent",), lower, "fewer_while_deploying", "percent", default=200),
    Watch(
        "aws_ecs_service",
        ("deployment_minimum_healthy_percent",),
        lower,
        "fewer_while_deploying",
        "percent",
        default=100,
    ),
    Watch("aws_ecs_service", ("desired_count",), lower, "fewer_tasks", "tasks", default=0),
    Watch("aws_ecs_task_definition", ("cpu",), lower, "smaller_tasks", "cpu"),
    Watch("aws_ecs_task_definition", ("memory",), lower, "smaller_tasks", "MiB"),
    Watch("aws_lb", ("enable_cross_zone_load_balancing",), off, "zones_unbalanced"),
    Watch("aws_rds_cluster", ("serverlessv2_scaling_configuration", "max_capacity"), lower, "smaller_database", "ACU"),
    Watch("aws_rds_cluster", ("serverlessv2_scaling_configuration", "min_capacity"), lower, "smaller_database", "ACU"),
)

_COUNTED = (
    ("aws_nat_gateway", "fewer_ways_out", "nat_gateways"),
    ("aws_rds_cluster_instance", "fewer_instances", "instances"),
)
_CLASSED = ("aws_db_instance", "aws_rds_cluster_instance")
_SIZES = ("nano", "micro", "small", "medium", "large", "xlarge")
_SIZE = re.compile(r"(\d*)(\w+)")
_SPOT = "FARGATE_SPOT"


def capacity(between: Between) -> Iterator[Consequence]:
    """Yield everything of which there is less."""
    balanced = "ENABLED"
    for change in watched(between, "capacity", WATCHED):
        if change.what != "availability_zone_rebalancing" or change.before == balanced:
            yield change
    yield from (change for type_ in _CLASSED for pair in between.of(type_) for change in _class(pair))
    yield from (change for pair in between.of("aws_ecs_service") for change in _spot(pair))
    for stack in sorted(between.former.stacks.keys() & between.present.stacks.keys()):
        yield from _counts(between, stack)
        yield from _zones(between, stack)


def size_of(name: str) -> tuple[int, int] | None:
    """Return where the size of an instance class such as `db.r7g.2xlarge` ranks, None for one that has none."""
    matched = _SIZE.fullmatch(name.rpartition(".")[2])
    if matched is None or matched[2] not in _SIZES:
        return None
    return _SIZES.index(matched[2]), int(matched[1] or 1)


def _class(pair: Pair) -> Iterator[Consequence]:
    was, now = pair.former.at("instance_class"), pair.present.at("instance_class")
    before, after = (size_of(one.text) if one else None for one in (was, now))
    if was and now and before and after and after < before:
        yield attribute_change(
            pair, "capacity", ("instance_class",), "smaller_database", before=was.text, after=now.text
        )


def _spot(pair: Pair) -> Iterator[Consequence]:
    was, now = (_share(resource) for resource in pair)
    if now > was:
        yield attribute_change(
            pair, "capacity", ("capacity_provider_strategy",), "more_spot", before=was, after=now, unit="percent"
        )


def _share(service: Resource) -> int:
    """Return the share of Spot in the weights, in percent."""
    strategies = service.each("capacity_provider_strategy")
    weights = {
        name.text: float(weight.number or 0)
        for one in strategies
        if (name := one.at("capacity_provider")) and (weight := one.at("weight"))
    }
    return round(100 * weights.get(_SPOT, 0) / sum(weights.values())) if sum(weights.values()) else 0


def _counts(between: Between, stack: str) -> Iterator[Consequence]:
    for type_, why, unit in _COUNTED:
        before, after = (output.stacks[stack].count(type_) for output in (between.former, between.present))
        was, now = int(str(before.value)), int(str(after.value))
        if 0 < now < was:
            evidence = (FormerEvidence(stack, type_, "count", was), after)
            yield Consequence(stack, type_, "capacity", "count", why, evidence, was, now, unit)


def _zones(between: Between, stack: str) -> Iterator[Consequence]:
    was, now = (_private(output, stack) for output in (between.former, between.present))
    if 0 < len(now) < len(was):
        before, after = (len({str(zone.at("availability_zone")) for zone in zones}) for zones in (was, now))
        lost = [one for one in was if one.address not in {kept.address for kept in now}]
        evidence = tuple(former(one, "availability_zone") for one in lost)
        gone = tuple(absent(one, "availability_zone") for one in lost)
        yield Consequence(
            stack, "aws_subnet", "capacity", "zones", "fewer_zones", (*evidence, *gone), before, after, "zones"
        )


def _private(output: Output, stack: str) -> list[Resource]:
    return [one for one in output.stacks[stack].find("aws_subnet") if one.name.startswith("private_")]
