"""The watch over the traffic of an ECS service: its alarms, and what they look at."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra_policies.shapes.block import Block, is_expression
from relinfra_policies.shapes.composite import CompositeRule
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.traffic import GROUPS

__all__ = [
    "ALARMS",
    "acts",
    "composites",
    "is_declared",
    "is_metric",
    "is_rollback_alarm",
    "metrics",
    "reaches",
    "tells_as_declared",
    "watched",
    "watched_groups",
    "watching",
    "window_minutes",
]

ALARMS = ("aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm")
DEPLOYING = ("aws_ecs_service", "aws_codedeploy_deployment_group")
MINUTE = 60
USUAL_PERIOD = 60
PROMISES = ("error_rate_percent", "p95_latency_ms")


def watching(resource: Resource) -> tuple[str, ...]:
    """Return the names by which a service, or its deployment group, knows its rollback alarms."""
    return resource.block("alarms").strings("alarm_names") or resource.block("alarm_configuration").strings("alarms")


def watched(resource: Resource, stack: Stack) -> Iterator[Resource]:
    """Yield the rollback alarms of a service that its stack has."""
    for name in watching(resource):
        if alarm := stack.referred(name, *ALARMS):
            yield alarm


def rollback_alarms(stack: Stack) -> frozenset[str]:
    """Return the addresses of the alarms that deployments of the stack are watched by."""
    return frozenset(alarm.address for service in stack.of(*DEPLOYING) for alarm in watched(service, stack))


def is_rollback_alarm(alarm: Resource, stack: Stack) -> bool:
    """Return whether a deployment of the stack is watched by an alarm."""
    return alarm.address in stack.once(rollback_alarms)


def followed(stack: Stack) -> frozenset[str]:
    """Return the addresses of the alarms that health checks follow."""
    texts = (one.text("cloudwatch_alarm_name") for one in stack.of("aws_route53_health_check"))
    return frozenset(alarm.address for text in texts if (alarm := stack.referred(text, *ALARMS)))


def composites(stack: Stack) -> tuple[tuple[Resource, CompositeRule], ...]:
    """Return the composite alarms of a stack with their rules, without those that cannot be read."""
    found = ((one, CompositeRule.read(one.text("alarm_rule"))) for one in stack.of("aws_cloudwatch_composite_alarm"))
    return tuple((one, rule) for one, rule in found if rule)


def acts(alarm: Resource, stack: Stack) -> bool:
    """Return whether something that exists happens by an alarm's own actions."""
    return alarm.flag("actions_enabled") is not False and any(map(stack.exists, alarm.strings("alarm_actions")))


def reaches(alarm: Resource, stack: Stack, through: frozenset[str] = frozenset()) -> bool:
    """Return whether an alarm that fires alone acts: itself, in a deployment or health check, or by a composite."""
    if acts(alarm, stack) or is_rollback_alarm(alarm, stack) or alarm.address in stack.once(followed):
        return True
    return any(
        one.address not in through
        and rule.fires_with(lambda text: stack.referred(text, *ALARMS) is alarm)
        and reaches(one, stack, through | {alarm.address})
        for one, rule in stack.once(composites)
    )


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


def watched_groups(alarm: Resource, stack: Stack) -> dict[str, set[str]]:
    """Return the target groups of the stack, by their addresses, that each metric of an alarm is counted of."""
    found: dict[str, set[str]] = {}
    for metric in metrics(alarm):
        text = metric.block("dimensions").text("TargetGroup")
        if group := stack.referred(text, *GROUPS):
            found.setdefault(metric.text("metric_name"), set()).add(group.address)
    return found


def is_declared(alarm: Resource) -> bool:
    """Return whether the matrix declares what an alarm promises of the traffic of a service."""
    return any(alarm.declared(name) is not None for name in PROMISES)


def is_metric(metric: Block, declared: str) -> bool:
    """Return whether a metric is the declared one; a dimension is `*` where Terraform alone knows it."""
    stat = metric.text("stat") or metric.text("statistic") or metric.text("extended_statistic")
    number = metric.number("period")
    period = str(int(number)) if number is not None else "None"
    namespace, name, measured, length, *dimensions = declared.split(" ")
    wanted = dict(one.split("=", 1) for one in dimensions)
    found = metric.block("dimensions")
    names = {one for one in found.conf if not one.startswith("__")}
    same = (metric.text("namespace"), metric.text("metric_name"), stat, period) == (namespace, name, measured, length)
    return (
        same and names == set(wanted) and all(value == "*" or found.text(one) == value for one, value in wanted.items())
    )


def tells_as_declared(alarm: Resource) -> bool:
    """Return whether an alarm tells as many, by reference, as it is declared to tell, of trouble and of its end."""
    for argument, declared in (("alarm_actions", "actions"), ("ok_actions", "recoveries")):
        wanted = alarm.declared(declared)
        if isinstance(wanted, int) and sum(map(is_expression, alarm.strings(argument))) < wanted:
            return False
    return True
