"""A message is sent whether or not anybody reads it."""

from __future__ import annotations

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.kept_rule import KeptRule


class NoticeKeepsItsReaders(KeptRule):
    """Topics, subscriptions and budgets have the readers, filters and limits that the matrix gave them."""

    policy = "CKV_RELINFRA_197"
    group = "alerting"
    title = "A topic, its subscriptions and a budget must have the arguments that they were synthesized with"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = "Alarms go to an address that nobody reads, or past a filter, and everything looks delivered"
    remedy = "Set `observability.notify` or `budget`, or an entry of `overrides`, and synthesize again"
    source = "https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering.html"
    resources = ("aws_budgets_budget", "aws_sns_topic", "aws_sns_topic_policy", "aws_sns_topic_subscription")


check = NoticeKeepsItsReaders()
