"""Log groups that nothing of these stacks writes to, though something should: what says so of each."""

from __future__ import annotations

from collections.abc import Callable

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.resource import Resource
from relinfra.evidence.stage_stacks import StageStacks

__all__ = ["silent"]

_OPTIONS = ("awslogs-group", "log_group_name")
"""The options of a container's log driver that name a log group, of `awslogs` and of Fluent Bit."""


def silent(stage: StageStacks, group: Resource) -> Attribute | None:
    """Return the name of a log group that nothing writes to; None of one that something does, or that is not known."""
    name = group.at("name")
    if name is None:
        return None
    written = next((one for start, one in _WRITTEN.items() if name.text.startswith(start)), None)
    return name if written and not written(stage, group, name) else None


def _by_containers(stage: StageStacks, group: Resource, name: Attribute) -> bool:
    tasks = (task.each("container_definitions") for task in stage.find("aws_ecs_task_definition"))
    # What stands beside an application without a log of its own tells nothing of the application.
    told = (one for containers in tasks if containers and containers[0].at("logConfiguration") for one in containers)
    named = (one.at("logConfiguration", "options", option) for one in told for option in _OPTIONS)
    return any(one.text == name.text or group in stage.output.follow(one) for one in named if one)


def _by_databases(stage: StageStacks, _group: Resource, name: Attribute) -> bool:
    """RDS names the group of an instance or a cluster by its identifier and the log, and writes what is exported."""
    *_, identifier, log = name.text.split("/")
    of_instances = ((one, one.at("identifier")) for one in stage.find("aws_db_instance"))
    of_clusters = ((one, one.at("cluster_identifier")) for one in stage.find("aws_rds_cluster"))
    found = [one for one, called in (*of_instances, *of_clusters) if called and called.text == identifier]
    exported = (each.text for one in found for each in one.each("enabled_cloudwatch_logs_exports"))
    return not found or log in exported


def _by_events(stage: StageStacks, group: Resource, _name: Attribute) -> bool:
    targets = stage.referring(group, "aws_cloudwatch_event_target", "arn")
    rules = [stage.output.follow_one(one.at("rule"), "aws_cloudwatch_event_rule") for one in targets]
    states = [one.at("state") for one in rules if one]
    return any(state is None or state.text != "DISABLED" for state in states)


def _by_networks(stage: StageStacks, group: Resource, _name: Attribute) -> bool:
    return bool(stage.referring(group, "aws_flow_log", "log_destination"))


_WRITTEN: dict[str, Callable[[StageStacks, Resource, Attribute], bool]] = {
    "/ecs/": _by_containers,
    "/aws/rds/": _by_databases,
    "/aws/events/": _by_events,
    "/aws/vpc/": _by_networks,
}
"""What tells whether a group is written to, by the beginning of its name."""
