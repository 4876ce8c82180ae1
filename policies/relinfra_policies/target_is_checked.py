"""A health check that takes errors for health lets a broken version pass."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

SERVED_BY_NOBODY = "12"
"""UNIMPLEMENTED, the default: the server is there, and does not know the method of the check."""
ERRORS, SHORTEST, LONGEST = 400, 5, 300


class TargetIsChecked(StackRule):
    """The check is on, answers of 400 and above fail it, and requests in flight have 5 to 300 seconds."""

    policy = "CKV_RELINFRA_36"
    group = "traffic"
    claims = ("failover_moves",)
    title = "A target group must be health-checked, fail on errors, and drain for 5 to 300 seconds"
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = "A health check that takes errors for health lets a broken version pass"
    remedy = "Set `health_check` and `drain_seconds` of the service"
    source = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html"
    resources = ("aws_lb_target_group", "aws_alb_target_group")

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether check and drain are sane."""
        checked = resource.block("health_check")
        yield checked.flag("enabled") is not False
        yield _fails_on_errors(checked.text("matcher"), resource.text("protocol_version"))
        interval, timeout = checked.number("interval"), checked.number("timeout")
        yield interval is None or timeout is None or timeout < interval
        delay = resource.number("deregistration_delay")
        yield delay is None or SHORTEST <= delay <= LONGEST


def _fails_on_errors(matcher: str, version: str) -> bool:
    """Return whether a list of accepted statuses leaves out errors; gRPC counts from 0, which alone is success."""
    if version == "GRPC":
        return not set(re.findall(r"\d+|-", matcher)) - {"0", SERVED_BY_NOBODY}
    return all(int(code) < ERRORS for code in re.findall(r"\d{3}", matcher))


check = TargetIsChecked()
