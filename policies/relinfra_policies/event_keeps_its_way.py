"""An event that leads nowhere leaves no trace."""

from __future__ import annotations

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.kept_rule import KeptRule


class EventKeepsItsWay(KeptRule):
    """A rule of EventBridge and its target have the schedule, pattern and input that they were written with.

    That is a contract of relinfra's own; its source says what a target is given of an event.
    """

    policy = "CKV_RELINFRA_196"
    group = "alerting"
    title = "An event rule and its targets must have the arguments that they were synthesized with"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = (
        "EventBridge takes any pattern, schedule and input: what no longer fits starts nothing, and no alarm "
        "tells of it"
    )
    remedy = "Set `observability` or the `secrets` of the service, or an entry of `overrides`, and synthesize again"
    source = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html"
    resources = ("aws_cloudwatch_event_rule", "aws_cloudwatch_event_target")


check = EventKeepsItsWay()
