"""An event that leads nowhere starts nothing, and says nothing of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.documents import trusted
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

PLACE = re.compile(r"<([\w.-]+)>")
LINES = {"__startline__", "__endline__", "start_line", "end_line"}
"""Keys that Checkov adds to what it reads."""


class EventTargetIsStarted(StackRule):
    """A target belongs to a rule of its stack, and EventBridge may assume the role that starts it."""

    policy = "CKV_RELINFRA_154"
    group = "alerting"
    claims = ("rotation_reaches_tasks",)
    title = "A target of EventBridge must belong to a rule of its stack and have a role that may start it"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = (
        "Without the role EventBridge counts a failed invocation and starts nothing: a secret is changed and "
        "tasks keep the former one"
    )
    remedy = "Leave rules of EventBridge to relinfra"
    source = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-iam-roles.html"
    resources = ("aws_cloudwatch_event_target",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it does."""
        rule = stack.referred(resource.text("rule"), "aws_cloudwatch_event_rule")
        yield rule is not None
        arn = resource.text("arn")
        for word, kind in (("automation-definition/", "aws_ssm_document"), ("aws_sns_topic.", "aws_sns_topic")):
            if word in arn:
                name = arn.partition(word)[2].split(":")[0] if word.endswith("/") else arn
                yield stack.referred(name, kind) is not None
        if "automation-definition/" in arn:
            role = stack.referred(resource.text("role_arn"), "aws_iam_role")
            yield role is not None and "events.amazonaws.com" in trusted(role)
            yield role is not None and any(True for _ in stack.referring(role, "role", "aws_iam_role_policy"))
        for transformed in resource.blocks("input_transformer"):
            paths = transformed.value("input_paths")
            wanted = set(PLACE.findall(transformed.text("input_template")))
            yield wanted == (set(paths) - LINES if isinstance(paths, dict) else set())
            yield not isinstance(paths, dict) or all(_is_path(paths[one]) for one in wanted & set(paths))


def _is_path(value: object) -> bool:
    """Return whether a value is a path of JSON; Checkov wraps each in a list."""
    return str(value[0] if isinstance(value, list) and value else value).startswith("$.")


check = EventTargetIsStarted()
