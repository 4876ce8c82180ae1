"""ECS moves weights between the groups of a rule: one group alone cannot be moved."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.traffic import RULES, forwarded, rules_of, sides

SHIFTING = ("BLUE_GREEN", "CANARY", "LINEAR")
WAYS = 2
"""Listeners of a declared service that shifts: of production, and of tests."""


class ProductionRuleHasBothSides(StackRule):
    """The rules that a service names forward to both of its target groups."""

    policy = "CKV_RELINFRA_37"
    group = "traffic"
    title = "A listener rule named by a service must forward to both of its target groups"
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = "ECS moves weights between the groups of a rule: one group alone cannot be moved"
    remedy = "Leave the rules to `deployment.strategy`"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html"
    resources = ("aws_ecs_service",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it names rules and groups of the stack, or is declared to."""
        return resource.declared("strategy") in SHIFTING or (all(sides(resource, stack)) and bool(rules_of(resource)))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each named rule forwards to both."""
        if resource.declared("strategy") in SHIFTING:
            named = [stack.referred(text, *RULES) for text in rules_of(resource)]
            yield all(sides(resource, stack))
            yield len({one.text("listener_arn") for one in named if one}) == WAYS
            yield any(one.name == resource.name and one.declared("host") is not None for one in named[:1] if one)
        groups = set(map(id, filter(None, sides(resource, stack))))
        for text in rules_of(resource):
            rule = stack.referred(text, *RULES)
            yield is_expression(text) if rule is None else set(map(id, forwarded(rule, stack))) == groups


check = ProductionRuleHasBothSides()
