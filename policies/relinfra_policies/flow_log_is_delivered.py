"""A flow log whose role may not write is empty on the day of the attack."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.documents import trusted
from relinfra_policies.shapes.granted import allows, granted
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

RIGHTS = ("logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogGroups", "logs:DescribeLogStreams")
WATCHED = ("vpc_id", "subnet_id", "eni_id", "transit_gateway_id", "transit_gateway_attachment_id")


class FlowLogIsDelivered(StackRule):
    """The role of a flow log is assumed by flow logs alone and writes to its log group, which is of this stack."""

    policy = "CKV_RELINFRA_108"
    group = "security"
    title = "A flow log must be delivered: by a role that may write to its log group"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = "A flow log whose role may not write is empty on the day of the attack"
    remedy = "Leave flow logs to `network.flow_logs`"
    source = "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html"
    resources = ("aws_flow_log",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it is delivered to CloudWatch Logs: S3 and Firehose need no role."""
        return (resource.text("log_destination_type") or "cloud-watch-logs") == "cloud-watch-logs"

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether role, group and network are there, and the role may write."""
        role = stack.referred(resource.text("iam_role_arn"), "aws_iam_role")
        policies = list(stack.referring(role, "role", "aws_iam_role_policy")) if role else []
        found = [statement for one in policies for statement in granted(one, "policy", stack)]
        yield bool(resource.text("iam_role_arn"))
        yield any(map(resource.text, WATCHED))
        yield is_expression(resource.text("log_destination")) or resource.text("log_destination").startswith("arn:")
        yield role is not None or is_expression(resource.text("iam_role_arn"))
        yield role is None or trusted(role) == {"vpc-flow-logs.amazonaws.com"}
        for action in RIGHTS if policies or role is not None else ():
            yield any(allows(one, action) for one in found)


check = FlowLogIsDelivered()
