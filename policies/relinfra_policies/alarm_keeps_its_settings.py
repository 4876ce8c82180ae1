"""An alarm has more arguments than its condition, and each of them can silence it."""

from __future__ import annotations

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.kept_rule import KeptRule


class AlarmKeepsItsSettings(KeptRule):
    """An alarm, composite or canary has the actions, periods, dimensions and schedule that it was written with.

    That is a contract of relinfra's own; its source says what an alarm does with them, and that CloudWatch tests no
    action.
    """

    policy = "CKV_RELINFRA_195"
    group = "alerting"
    title = "An alarm must have the arguments that it was synthesized with"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = "Everybody trusts an alarm that has not fired; that it looks elsewhere is found after the outage"
    remedy = (
        "Set `observability.alerts`, `services.KEY.synthetics` or `deployment.rollback`, or an entry of "
        "`overrides`, and synthesize again"
    )
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html"
    resources = ("aws_cloudwatch_composite_alarm", "aws_cloudwatch_metric_alarm", "aws_synthetics_canary")


check = AlarmKeepsItsSettings()
