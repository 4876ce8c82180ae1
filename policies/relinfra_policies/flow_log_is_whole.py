"""An attack is told from what was let in, and from what was not."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class FlowLogIsWhole(StackRule):
    """The flow log holds accepted and rejected traffic."""

    policy = "CKV_RELINFRA_54"
    group = "security"
    title = "A flow log must hold all traffic"
    category = CheckCategories.LOGGING
    level = "MEDIUM"
    rationale = "An attack is told from what was let in, and from what was not"
    remedy = "Set `network.flow_logs`"
    source = "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html"
    resources = ("aws_flow_log",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether all traffic is held."""
        yield resource.text("traffic_type") == "ALL"
        yield bool(resource.text("log_destination"))


check = FlowLogIsWhole()
