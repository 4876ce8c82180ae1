"""An alarm that does not say what silence means ends in INSUFFICIENT_DATA when it is needed."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.resource_rule import ResourceRule

JUDGEMENTS = frozenset({"notBreaching", "breaching", "ignore"})


class AlarmJudgesMissingData(ResourceRule):
    """Missing data has a meaning, and a metric expression returns exactly the one series that is compared."""

    policy = "CKV_RELINFRA_7"
    group = "alerting"
    claims = ("alarms_roll_back",)
    title = "A metric alarm must say what missing data means and compare exactly one series"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = (
        "An alarm in INSUFFICIENT_DATA rolls nothing back, and one that returns two series is refused by AWS at apply"
    )
    remedy = "Set `treat_missing_data`, and `return_data` of the one query that is compared"
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html"
    resources = ("aws_cloudwatch_metric_alarm",)

    def demands(self, block: Block) -> Iterator[bool]:
        """Yield whether silence is judged and, unless a band is compared, one query returns data."""
        yield block.value("treat_missing_data") in JUDGEMENTS and _compares_one_series(block)


def _compares_one_series(alarm: Block) -> bool:
    queries = alarm.blocks("metric_query")
    returned = [query for query in queries if query.value("return_data") is True]
    return not queries or bool(alarm.text("threshold_metric_id")) or len(returned) == 1


check = AlarmJudgesMissingData()
