"""Port 80 is open for one answer: the same address, over HTTPS."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.fronts import balancers, listeners
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.traffic import redirects_to_https

HTTP = 80
WORLD = {"0.0.0.0/0", "::/0"}


class HttpRedirectsAlone(StackRule):
    """A listener on port 80 that the world reaches redirects to HTTPS and does nothing else."""

    policy = "CKV_RELINFRA_123"
    group = "traffic"
    title = "Port 80 that is open to the world must do nothing but redirect to HTTPS"
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = "What port 80 serves, whoever is on the way reads and changes"
    remedy = "Leave port 80 to relinfra, which redirects it"
    source = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html"
    resources = ("aws_vpc_security_group_ingress_rule",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it opens port 80 of a load balancer to the world."""
        first, last = _ports(resource)
        world = WORLD.intersection((resource.text("cidr_ipv4"), resource.text("cidr_ipv6")))
        return bool(world) and first <= HTTP <= last and any(balancers(resource, stack))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether the port is opened alone, and each listener and rule behind it redirects."""
        yield _ports(resource) == (HTTP, HTTP)
        for balancer in balancers(resource, stack):
            for listener in listeners(balancer, stack):
                if listener.number("port") == HTTP:
                    yield _redirects(listener.blocks("default_action"))
                    for rule in stack.referring(listener, "listener_arn", "aws_lb_listener_rule"):
                        yield _redirects(rule.blocks("action"))


def _ports(rule: Block) -> tuple[float, float]:
    first, last = rule.number("from_port"), rule.number("to_port")
    return (0 if first is None or first < 0 else first, 65535 if last is None or last < 0 else last)


def _redirects(actions: tuple[Block, ...]) -> bool:
    return bool(actions) and all(map(redirects_to_https, actions))


check = HttpRedirectsAlone()
