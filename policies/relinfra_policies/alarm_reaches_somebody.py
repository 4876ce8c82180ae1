"""An alarm that tells nobody and stops nothing is a graph."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.watched import reaches


class AlarmReachesSomebody(StackRule):
    """It acts itself, or a deployment, a health check, or a composite alarm that fires with it alone does."""

    policy = "CKV_RELINFRA_31"
    group = "alerting"
    claims = (
        "somebody_is_told",
        "failed_restart_is_told",
    )
    title = "A metric alarm must act, or make a deployment, a health check or a composite alarm act"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = "An alarm that tells nobody and stops nothing is a graph"
    remedy = "Set `observability.notify`, or name it in a deployment or a composite alarm"
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html"
    resources = ("aws_cloudwatch_metric_alarm",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether something happens when it fires."""
        yield reaches(resource, stack)


check = AlarmReachesSomebody()
