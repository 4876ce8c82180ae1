"""The SNS topic of alerts."""

from __future__ import annotations

from collections.abc import Sequence

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.iam import Conditions, Statement, document
from relinfra_constructs.key import KeyService
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["AlertTopic", "AlertTopicProps", "alert_key_services", "rule_key_service"]

_PUBLISHERS = ("budgets", "cloudwatch")


class AlertTopicProps(Props):
    """Props of a topic: its name and its subscribers.

    name: physical name, such as `shop-production-alerts`.
    placement: account and region.
    kms_key_arn: a customer key with `alert_key_services`; under AWS's own key for SNS, alarms publish
        nothing, and say nothing of it.
    emails: addresses; each confirms its subscription once, by a link that AWS mails.
    rule_arns: rules of EventBridge that publish too, whose key needs `rule_key_service`; none by default.
    """

    name: str
    placement: Placement
    kms_key_arn: str
    emails: Sequence[str] = ()
    rule_arns: Sequence[str] = ()


class AlertTopic(Construct):
    """An encrypted topic that CloudWatch alarms and budgets of this account, and named rules, publish to.

    Outputs: `arn`.
    """

    def __init__(self, scope: Construct, id: str, props: AlertTopicProps) -> None:
        super().__init__(scope, id)
        topic = aws.SnsTopic(self, "alerts", name=props.name, kms_master_key_id=props.kms_key_arn)
        policy = aws.SnsTopicPolicy(
            self,
            "alerts",
            arn=topic.arn,
            policy=document(
                _publish(topic.arn, props.placement),
                *_publish_events(topic.arn, props.placement, props.rule_arns),
                _encrypted_transport(topic.arn),
            ),
        )
        for number, email in enumerate(props.emails, start=1):
            aws.SnsTopicSubscription(self, f"alerts_{number}", topic_arn=topic.arn, protocol="email", endpoint=email)
        # Taken from the policy, so that whoever publishes is made after its permission.
        self.arn: str = policy.arn


def alert_key_services(placement: Placement) -> list[KeyService]:
    """Return who must be able to use the key of an `AlertTopic`."""
    return [KeyService(principal=name, conditions=_of_account(placement)) for name in _principals(placement)]


def rule_key_service(placement: Placement, topic_name: str) -> KeyService:
    """Return what lets EventBridge use the key for one topic alone.

    By the topic and not by who sends, since the policy of a key may not name a rule or an account there.
    https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    """
    topic = {"kms:EncryptionContext:aws:sns:topicArn": placement.arn("sns", topic_name)}
    return KeyService(principal=placement.service_principal("events"), conditions={"StringEquals": topic})


def _principals(placement: Placement) -> list[str]:
    return [placement.service_principal(publisher) for publisher in _PUBLISHERS]


def _publish(topic_arn: str, placement: Placement) -> Statement:
    return Statement(
        sid="PublishAlerts",
        actions=["sns:Publish"],
        resources=[topic_arn],
        principals={"Service": _principals(placement)},
        conditions=_of_account(placement),
    )


def _publish_events(topic_arn: str, placement: Placement, rule_arns: Sequence[str]) -> list[Statement]:
    if not rule_arns:
        return []
    return [
        Statement(
            sid="PublishEvents",
            actions=["sns:Publish"],
            resources=[topic_arn],
            principals={"Service": [placement.service_principal("events")]},
            conditions={"ArnEquals": {"aws:SourceArn": list(rule_arns)}},
        )
    ]


def _encrypted_transport(topic_arn: str) -> Statement:
    return Statement(
        sid="DenyInsecureTransport",
        effect="Deny",
        actions=["sns:Publish"],
        resources=[topic_arn],
        principals={"AWS": ["*"]},
        conditions={"Bool": {"aws:SecureTransport": "false"}},
    )


def _of_account(placement: Placement) -> Conditions:
    return {"StringEquals": {"aws:SourceAccount": placement.account}}
