"""Listeners forward by rule alone: a request that no rule names must reach no version."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.traffic import RULES


class ListenerForwardsByRuleAlone(StackRule):
    """The default of a listener with rules answers or redirects; it forwards nothing."""

    policy = "CKV_RELINFRA_39"
    group = "traffic"
    title = "The default action of a listener with rules must forward nowhere"
    category = CheckCategories.NETWORKING
    level = "MEDIUM"
    rationale = "What no rule names must reach no version"
    remedy = "Answer with `fixed-response` or `redirect`"
    source = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html"
    resources = ("aws_lb_listener", "aws_alb_listener")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether rules stand on it."""
        return any(True for _ in stack.referring(resource, "listener_arn", *RULES))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether the default forwards nothing."""
        for action in resource.blocks("default_action"):
            yield action.text("type") not in ("forward", "")


check = ListenerForwardsByRuleAlone()
