"""An alarm on a name that nobody bears stays silent for ever."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression, is_remote
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.watched import metrics

KINDS = {"LoadBalancer": "aws_lb", "TargetGroup": "aws_lb_target_group"}


class AlarmWatchesWhatExists(StackRule):
    """Dimensions of load balancers and target groups refer to resources."""

    policy = "CKV_RELINFRA_30"
    group = "alerting"
    claims = ("alarms_roll_back",)
    title = "Dimensions of load balancers and target groups must be references"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = "An alarm on a name that nobody bears stays silent for ever"
    remedy = "Refer to the resource instead of writing its name"
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html"
    resources = ("aws_cloudwatch_metric_alarm",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each is a reference that leads somewhere."""
        for metric in metrics(resource):
            for name, kind in KINDS.items():
                text = metric.block("dimensions").text(name)
                yield not text or is_expression(text)
                yield f"{kind}." not in text or is_remote(text) or stack.referred(text, kind) is not None


check = AlarmWatchesWhatExists()
