"""A rule with a lower number takes the traffic that a release shifts."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.watched import rules_of, takes


class NoRuleComesBeforeProduction(StackRule):
    """Before the rule that a service shifts, no rule of its listener has the same condition."""

    policy = "CKV_RELINFRA_38"
    group = "traffic"
    title = "No other rule of a listener may take the traffic of the rule that a service shifts"
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = "A rule with a lower number takes the traffic that a release shifts"
    remedy = "Give the other rule a higher `priority`, or another condition"
    source = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html"
    resources = ("aws_lb_listener_rule",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether a service shifts it."""
        return any(
            stack.referred(text, resource.kind) is resource
            for one in stack.of("aws_ecs_service")
            for text in rules_of(one)
        )

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether no other takes its traffic."""
        mine = resource.number("priority") or 0
        for other in stack.of(resource.kind):
            same = other.text("listener_arn") == resource.text("listener_arn") and other is not resource
            before = same and (other.number("priority") or 0) <= mine
            yield not before or not takes(other, resource)


check = NoRuleComesBeforeProduction()
