"""Logs are read when something went wrong, and then they have to be there."""

from __future__ import annotations

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.kept_rule import KeptRule


class LogGroupKeepsItsSettings(KeptRule):
    """A log group has the retention, key and class that it was written with, and is destroyed no sooner."""

    policy = "CKV_RELINFRA_199"
    group = "security"
    title = "A log group must have the arguments that it was synthesized with"
    category = CheckCategories.LOGGING
    level = "MEDIUM"
    rationale = "Records of an incident are gone, readable to others, or in a class that alarms and queries cannot read"
    remedy = "Set `observability.log_retention_days`, or an entry of `overrides`, and synthesize again"
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html"
    resources = ("aws_cloudwatch_log_group", "aws_cloudwatch_log_resource_policy")


check = LogGroupKeepsItsSettings()
