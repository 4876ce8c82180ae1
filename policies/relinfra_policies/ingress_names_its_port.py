"""Ingress is one protocol at one port, or more is let in than was meant."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.fronts import balancers, listeners
from relinfra_policies.shapes.openings import is_bounded
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

SOURCES = ("cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id")


class IngressNamesItsPort(StackRule):
    """A rule that lets traffic in names one port, and a load balancer is open at the ports of its listeners alone."""

    policy = "CKV_RELINFRA_157"
    group = "security"
    title = (
        "Ingress must be one protocol and one port or a declared range, and that of a load balancer a port of its "
        "listeners"
    )
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = (
        "A port that nothing listens on today is open for whatever listens on it tomorrow; a rule without a "
        "source is refused only when it is applied"
    )
    remedy = "Name the port, or the range with `last_port`, in `services.KEY.ingress`"
    source = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"
    resources = ("aws_vpc_security_group_ingress_rule",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it has a source, one port and, at a load balancer, a listener."""
        yield any(map(resource.text, SOURCES))
        yield resource.text("ip_protocol") in {"tcp", "udp", "6", "17"}
        yield is_bounded(resource)
        if any(any(listeners(one, stack)) for one in balancers(resource, stack)):
            yield resource.text("ip_protocol") in {"tcp", "6"}
            yield resource.number("to_port") in {one.number("port") for one in stack.of("aws_lb_listener")}


check = IngressNamesItsPort()
