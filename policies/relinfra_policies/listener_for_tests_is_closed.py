"""Whoever reaches the test port reaches a version that nobody has released."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.watched import ports_of_tests

WORLD = {"0.0.0.0/0", "::/0"}


class ListenerForTestsIsClosed(StackRule):
    """No security group opens the port of a test listener to the world."""

    policy = "CKV_RELINFRA_40"
    group = "traffic"
    title = "The port of a test listener must not be open to the world"
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = "Whoever reaches the test port reaches a version that nobody has released"
    remedy = "Set `deployment.test_cidrs`"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-how-it-works.html"
    resources = ("aws_vpc_security_group_ingress_rule",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether a service of the stack has a test listener."""
        return bool(ports_of_tests(stack))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it opens no test port."""
        world = WORLD.intersection((resource.text("cidr_ipv4"), resource.text("cidr_ipv6")))
        first, last = resource.number("from_port") or 0, resource.number("to_port") or 65535
        for port in ports_of_tests(stack):
            yield not world or not first <= port <= last


check = ListenerForTestsIsClosed()
