"""A rule with a lower number takes the traffic that a release shifts."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.traffic import RULES, forwarding, overlap, rules_of, takes


class NoRuleComesBeforeProduction(StackRule):
    """Before the rule of a service no other takes all its requests; a foreign one none, where that is declared."""

    policy = "CKV_RELINFRA_38"
    group = "traffic"
    title = "No other rule of a listener may take the traffic of a service's rule"
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = "A rule with a lower number takes the traffic that a release shifts"
    remedy = "Give the other rule a higher `priority`, or another condition"
    source = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html"
    resources = ("aws_lb_listener_rule",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it leads to a service."""
        return resource.address in stack.once(_own)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether no other takes its traffic."""
        mine, listener = resource.number("priority"), resource.text("listener_arn")
        for other in stack.of(resource.kind):
            rank = other.number("priority")
            if other is resource or other.text("listener_arn") != listener or mine is None or rank is None:
                continue
            foreign = resource.declared("host") is not None and other.address not in stack.once(_own)
            yield rank > mine or not (overlap if foreign else takes)(other, resource)


def _own(stack: Stack) -> frozenset[str]:
    """Return the addresses of the rules that lead to services of the stack, or that these shift."""
    services = list(stack.of("aws_ecs_service"))
    leading = {rule.address for service in services for rule in forwarding(service, stack)}
    named = (stack.referred(text, *RULES) for service in services for text in rules_of(service))
    return frozenset(leading | {rule.address for rule in named if rule})


check = NoRuleComesBeforeProduction()
