"""An alarm that reads a metric and leaves it out of its sum is blind on that side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

EVERYTHING = re.compile(r"\bMETRICS\s*\(")
WORD = re.compile(r"\b[a-z]\w*\b")


class AlarmComparesAllItReads(StackRule):
    """Each metric of an alarm has a part in what is compared."""

    policy = "CKV_RELINFRA_67"
    group = "rollback alarms"
    claims = ("alarms_roll_back",)
    title = "Every metric that an alarm reads must have a part in what it compares"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = "A target group that is read and not counted fails unseen"
    remedy = "Leave the expression to `deployment.rollback` and `observability.alerts`"
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html"
    resources = ("aws_cloudwatch_metric_alarm",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it computes something."""
        return any(query.text("expression") for query in resource.blocks("metric_query"))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each query is compared, or part of one that is."""
        queries = {query.text("id"): query for query in resource.blocks("metric_query")}
        reached = _reached(queries)
        for name in queries:
            yield name in reached


def _reached(queries: Mapping[str, Block]) -> set[str]:
    """Return the queries that what is compared rests on, itself among them."""
    reached: set[str] = set()
    waiting = [name for name, query in queries.items() if query.flag("return_data") is True]
    while waiting:
        name = waiting.pop()
        reached.add(name)
        expression = queries[name].text("expression")
        used = set(queries) if EVERYTHING.search(expression) else set(WORD.findall(expression)) & set(queries)
        waiting += used - reached
    return reached


check = AlarmComparesAllItReads()
