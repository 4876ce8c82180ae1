"""The watch over the traffic of an ECS service, and its ways: its alarms, its target groups, its listener rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.stack import Resource, Stack

__all__ = [
    "ALARMS",
    "forwarded",
    "is_watched",
    "metrics",
    "ports_of_tests",
    "rules_of",
    "sides",
    "takes",
    "watched",
    "watched_groups",
    "watching",
    "window_minutes",
]

ALARMS = ("aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm")
DEPLOYING = ("aws_ecs_service", "aws_codedeploy_deployment_group")
GROUPS = ("aws_lb_target_group", "aws_alb_target_group")
MINUTE = 60
USUAL_PERIOD = 60


def watching(resource: Resource) -> tuple[str, ...]:
    """Return the names by which a service, or its deployment group, knows its rollback alarms."""
    return resource.block("alarms").strings("alarm_names") or resource.block("alarm_configuration").strings("alarms")


def watched(resource: Resource, stack: Stack) -> Iterator[Resource]:
    """Yield the rollback alarms of a service that its stack has."""
    for name in watching(resource):
        if alarm := stack.referred(name, *ALARMS):
            yield alarm


def is_watched(alarm: Resource, stack: Stack) -> bool:
    """Return whether a deployment, a composite alarm, a health check or a policy of scaling looks at an alarm."""
    deployed = any(one is alarm for service in stack.of(*DEPLOYING) for one in watched(service, stack))
    composed = any(_names(one.text("alarm_rule"), alarm) for one in stack.of("aws_cloudwatch_composite_alarm"))
    checked = any(
        stack.referred(one.text("cloudwatch_alarm_name"), alarm.kind) is alarm
        for one in stack.of("aws_route53_health_check")
    )
    return deployed or composed or checked


def _names(rule: str, alarm: Resource) -> bool:
    name = alarm.text("alarm_name")
    return f"{alarm.address}." in rule or bool(name and re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", rule))


def metrics(alarm: Resource) -> Iterator[Block]:
    """Yield every metric that an alarm looks at: its own, and those of its queries."""
    if alarm.text("metric_name"):
        yield alarm
    for query in alarm.blocks("metric_query"):
        yield from query.blocks("metric")


def window_minutes(alarm: Resource) -> float:
    """Return how long an alarm looks back."""
    periods = [metric.number("period") or USUAL_PERIOD for metric in metrics(alarm)]
    return (alarm.number("evaluation_periods") or 0) * max(periods, default=USUAL_PERIOD) / MINUTE


def watched_groups(alarm: Resource, stack: Stack) -> Iterator[Resource | None]:
    """Yield the target groups that the metrics of an alarm are about."""
    for metric in metrics(alarm):
        if text := metric.block("dimensions").text("TargetGroup"):
            yield stack.referred(text, *GROUPS)


def sides(service: Resource, stack: Stack) -> tuple[Resource | None, Resource | None]:
    """Return the two target groups of a service's first load balancer."""
    balancer = service.block("load_balancer")
    other = balancer.block("advanced_configuration").text("alternate_target_group_arn")
    return stack.referred(balancer.text("target_group_arn"), *GROUPS), stack.referred(other, *GROUPS)


def rules_of(service: Resource) -> tuple[str, ...]:
    """Return the listener rules that a service shifts, as they are written."""
    advanced = service.block("load_balancer").block("advanced_configuration")
    found = (advanced.text("production_listener_rule"), advanced.text("test_listener_rule"))
    return tuple(text for text in found if text)


def forwarded(rule: Resource, stack: Stack) -> Iterator[Resource]:
    """Yield the target groups that a listener rule forwards to."""
    for action in rule.blocks("action"):
        for forward in action.blocks("forward"):
            for group in forward.blocks("target_group"):
                if found := stack.referred(group.text("arn"), *GROUPS):
                    yield found


def takes(rule: Resource, traffic_of: Resource) -> bool:
    """Return whether a rule takes traffic that another one is for: every condition of it is one of the other's."""
    mine, theirs = (_conditions(one) for one in (rule, traffic_of))
    return mine <= theirs


def _conditions(rule: Resource) -> set[str]:
    found = set()
    for condition in rule.blocks("condition"):
        for name in condition.conf:
            values = sorted(value for one in condition.blocks(name) for value in one.strings("values"))
            if values:
                found.add(f"{name}={values}")
    return found


def ports_of_tests(stack: Stack) -> set[float]:
    """Return the ports of the listeners on which services test a version."""
    ports = set()
    for service in stack.of("aws_ecs_service"):
        text = service.block("load_balancer").block("advanced_configuration").text("test_listener_rule")
        rule = stack.referred(text, "aws_lb_listener_rule")
        listener = stack.referred(rule.text("listener_arn"), "aws_lb_listener") if rule else None
        port = listener.number("port") if listener else None
        ports |= {port} if port else set()
    return ports
