"""A pattern that no event matches is silent for ever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.documents import decoded
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

VOCABULARY = {
    "ECS Deployment State Change": {
        "source": {"aws.ecs"},
        "detail.eventName": {
            "SERVICE_DEPLOYMENT_IN_PROGRESS",
            "SERVICE_DEPLOYMENT_COMPLETED",
            "SERVICE_DEPLOYMENT_FAILED",
        },
    },
    "ECS Task State Change": {
        "source": {"aws.ecs"},
        "detail.lastStatus": {
            "PROVISIONING",
            "PENDING",
            "ACTIVATING",
            "RUNNING",
            "DEACTIVATING",
            "STOPPING",
            "DEPROVISIONING",
            "STOPPED",
            "DELETED",
        },
        "detail.stopCode": {
            "TaskFailedToStart",
            "EssentialContainerExited",
            "UserInitiated",
            "ServiceSchedulerInitiated",
            "SpotInterruption",
            "TerminationNotice",
        },
    },
    "EC2 Automation Execution Status-change Notification": {
        "source": {"aws.ssm"},
        "detail.Status": {"InProgress", "Success", "Failed", "TimedOut", "Cancelling", "Cancelled", "Pending"},
    },
    "Secret Label Updated": {
        "source": {"aws.secretsmanager", "aws.ssm"},
        "detail.labelUpdated": {"AWSCURRENT", "AWSPENDING", "AWSPREVIOUS"},
    },
}
"""The events that a release rests on: who sends them, and the values that fields of theirs can have."""

OURS = {"aws.ecs", "aws.ssm", "aws.secretsmanager"}


class EventPatternCanMatch(StackRule):
    """A rule for events of a release names their sender, values that they can have, and whose they are."""

    policy = "CKV_RELINFRA_156"
    group = "alerting"
    claims = (
        "failed_restart_is_told",
        "rotation_reaches_tasks",
    )
    title = (
        "The pattern of an event rule must name the sender of its events, values that they can have, and whose they are"
    )
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = (
        "EventBridge takes any text: a value that no event has, or a wrong source, and nobody hears of a failed "
        "deployment; without a cluster or resource people hear of everybody's"
    )
    remedy = "Leave rules of EventBridge to relinfra"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html"
    resources = ("aws_cloudwatch_event_rule",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it listens to AWS."""
        return any(one.startswith("aws.") for one in _listed(_pattern(resource), "source")) or bool(_known(resource))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether an event can match."""
        pattern = _pattern(resource)
        yield bool(_listed(pattern, "source")) and bool(_listed(pattern, "detail-type"))
        yield bool(pattern.get("resources") or pattern.get("detail"))
        if any(source in OURS for source in _listed(pattern, "source")):
            yield bool(_known(resource))
        for kind in _known(resource):
            for path, values in VOCABULARY[kind].items():
                yield set(_listed(pattern, *path.split("."))) <= values
            yield bool(pattern.get("resources")) or bool(_listed(pattern, "detail", "clusterArn"))
        for one in pattern.get("resources") or ():
            text = str(one.get("prefix", "") if isinstance(one, Mapping) else one)
            yield is_expression(text) or text.startswith("arn:")


def _pattern(rule: Resource) -> Mapping[str, Any]:
    return decoded(rule.value("event_pattern"))


def _known(rule: Resource) -> list[str]:
    return [kind for kind in _listed(_pattern(rule), "detail-type") if kind in VOCABULARY]


def _listed(pattern: Mapping[str, Any], *path: str) -> list[str]:
    """Return the texts that a pattern lists at a path, also in the branches of an alternative."""
    step, *rest = path
    below = pattern.get(step)
    if rest:
        return _listed(below, *rest) if isinstance(below, Mapping) else []
    found = [one for one in below if isinstance(one, str)] if isinstance(below, list) else []
    branches = [one for one in pattern.get("$or") or () if isinstance(one, Mapping)]
    return [*found, *(text for branch in branches for text in _listed(branch, step))]


check = EventPatternCanMatch()
