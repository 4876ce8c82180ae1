"""An event that people are told of: a rule of EventBridge that publishes to the alerts' topic.

The topic's policy names the rule (`AlertTopicProps.rule_arns`), and its key admits EventBridge for this topic alone
(`rule_key_service`). A role of the rule's own would do neither: AWS's texts disagree on whether topics take one.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.props import Props

__all__ = ["EventAlert", "EventAlertProps"]


class EventAlertProps(Props):
    """Props of an alert: the events, and the sentence that people read.

    name: physical name of the rule.
    key: its Terraform name.
    description: what the events mean, in the console.
    pattern: of the events.
    paths: names of values and where an event has them, such as `{"reason": "$.detail.reason"}`.
    message: one line with those names in angle brackets, such as `It failed: <reason>`.
    topic_arn: who is told.
    """

    name: str
    key: str
    description: str
    pattern: Mapping[str, Any]
    paths: Mapping[str, str]
    message: str
    topic_arn: str


class EventAlert(Construct):
    """A rule and its target. Output: `rule_name`."""

    def __init__(self, scope: Construct, id: str, props: EventAlertProps) -> None:
        super().__init__(scope, id)
        rule = aws.CloudwatchEventRule(
            self,
            props.key,
            name=props.name,
            description=props.description,
            event_pattern=json.dumps(props.pattern, sort_keys=True, separators=(",", ":")),
        )
        aws.CloudwatchEventTarget(
            self,
            props.key,
            rule=rule.name,
            target_id="alerts",
            arn=props.topic_arn,
            input_transformer={"input_paths": dict(props.paths), "input_template": json.dumps(props.message)},
        )
        self.rule_name: str = rule.name
