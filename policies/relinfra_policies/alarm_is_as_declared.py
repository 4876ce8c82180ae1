"""An alarm says what it fires on in one place, the documents in another: both are what was declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.watched import is_metric, metrics, tells_as_declared


class AlarmIsAsDeclared(StackRule):
    """Metrics, formula, periods, comparison and silence are those it was made with; its threshold is no laxer."""

    policy = "CKV_RELINFRA_84"
    group = "alerting"
    title = "An alarm must look at what it was made for, and fire no later"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = "An alarm that was changed beside the matrix fires later than everybody expects, or never"
    remedy = "Set `observability.alerts`, or `deployment.rollback` of the service, in place of an override"
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html"
    resources = ("aws_cloudwatch_metric_alarm",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether its condition is declared."""
        return isinstance(resource.declared("condition"), Mapping)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each part of the condition is as declared."""
        yield tells_as_declared(resource)
        declared: Mapping[str, Any] = resource.declared("condition")
        yield resource.text("comparison_operator") == declared.get("comparison_operator")
        yield resource.value("treat_missing_data") == declared.get("treat_missing_data")
        for name in ("evaluation_periods", "datapoints_to_alarm"):
            yield resource.number(name) == declared.get(name)
        threshold, limit = resource.number("threshold"), declared.get("threshold")
        above = resource.text("comparison_operator").startswith("Greater")
        yield threshold is None or limit is None or (threshold <= limit if above else threshold >= limit)
        compared = (one for one in resource.blocks("metric_query") if one.flag("return_data"))
        yield "".join(one.text("expression") for one in compared) == (declared.get("formula") or "")
        found = list(metrics(resource))
        wanted = [one for one in declared.get("metrics") or () if isinstance(one, str)]
        yield len(found) == len(wanted) and all(map(is_metric, found, wanted))


check = AlarmIsAsDeclared()
