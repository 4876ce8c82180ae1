"""The log of a web ACL: what it refuses or counts, without what identifies people."""

from __future__ import annotations

from collections.abc import Sequence

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.iam import Statement, document
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["WebAclLog", "WebAclLogProps", "web_acl_log_group"]

_LOGGED_ACTIONS = ("BLOCK", "COUNT", "EXCLUDED_AS_COUNT")


class WebAclLogProps(Props):
    """Props of a `WebAclLog`: the web ACL, and the days its log is kept.

    name: physical name of the web ACL; the log group is `web_acl_log_group(name)`.
    placement: account and region.
    web_acl_arn: the web ACL.
    key_arn: a KMS key that lets CloudWatch Logs encrypt the log group.
    retention_days: how long records are kept, one of the values CloudWatch Logs offers.
    redacted_headers: names of request headers whose values are left out, in lower case, as query strings are.
    """

    name: str
    placement: Placement
    web_acl_arn: str
    key_arn: str
    retention_days: int
    redacted_headers: Sequence[str]


def web_acl_log_group(name: str) -> str:
    """Return the name of the log group of the web ACL `name`; WAF accepts no other beginning."""
    return f"aws-waf-logs-{name}"


class WebAclLog(Construct):
    """Requests that a rule refused or counted; all others are in the load balancer's own log.

    Outputs: `group_name`.
    """

    def __init__(self, scope: Construct, id: str, props: WebAclLogProps) -> None:
        super().__init__(scope, id)
        self.group_name = web_acl_log_group(props.name)
        group = aws.CloudwatchLogGroup(
            self,
            "web_acl",
            name=self.group_name,
            retention_in_days=props.retention_days,
            kms_key_id=props.key_arn,
        )
        # Without it, WAF would write one policy for all of its log groups in the account.
        permission = aws.CloudwatchLogResourcePolicy(
            self,
            "web_acl",
            policy_name=self.group_name,
            policy_document=document(_delivery(props.placement, self.group_name)),
        )
        headers: list[aws.Wafv2WebAclLoggingConfigurationRedactedFields] = [
            {"single_header": {"name": header}} for header in props.redacted_headers
        ]
        aws.Wafv2WebAclLoggingConfiguration(
            self,
            "main",
            resource_arn=props.web_acl_arn,
            log_destination_configs=[group.arn],
            redacted_fields=[*headers, {"query_string": {}}],
            logging_filter={
                "default_behavior": "DROP",
                "filter": [
                    {
                        "behavior": "KEEP",
                        "requirement": "MEETS_ANY",
                        "condition": [{"action_condition": {"action": action}} for action in _LOGGED_ACTIONS],
                    }
                ],
            },
            depends_on=[permission],
        )


def _delivery(placement: Placement, group_name: str) -> Statement:
    return Statement(
        sid="DeliverWebAclLog",
        actions=["logs:CreateLogStream", "logs:PutLogEvents"],
        resources=[placement.arn("logs", f"log-group:{group_name}:*")],
        principals={"Service": [placement.service_principal("delivery.logs")]},
        conditions={
            "ArnLike": {"aws:SourceArn": placement.arn("logs", "*")},
            "StringEquals": {"aws:SourceAccount": placement.account},
        },
    )
