"""Whoever reaches the test port reaches a version that nobody has released."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.openings import written_in
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.traffic import is_world, ports_of_tests


class ListenerForTestsIsClosed(StackRule):
    """No security group opens the port of a test listener to the world."""

    policy = "CKV_RELINFRA_40"
    group = "traffic"
    title = "The port of a test listener must not be open to the world"
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = "Whoever reaches the test port reaches a version that nobody has released"
    remedy = "Set `deployment.test_cidrs`"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-blue-green.html"
    resources = (
        "aws_vpc_security_group_ingress_rule",
        "aws_security_group_rule",
        "aws_security_group",
    )

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether a service of the stack has a test listener."""
        return bool(stack.once(ports_of_tests))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it opens no test port."""
        for opening in written_in(resource, "ingress"):
            for port in stack.once(ports_of_tests):
                yield not any(map(is_world, opening.networks)) or not opening.opens(port)


check = ListenerForTestsIsClosed()
