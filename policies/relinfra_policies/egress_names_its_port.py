"""A task that may send anything anywhere takes data with it."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.openings import is_bounded
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

HTTPS = 443


class EgressNamesItsPort(StackRule):
    """Egress is by one protocol to one port."""

    policy = "CKV_RELINFRA_146"
    group = "security"
    title = "Egress must be one protocol and one port, or a declared range"
    category = CheckCategories.NETWORKING
    level = "MEDIUM"
    rationale = "Who breaks into a container sends what it finds by any port that is open"
    remedy = "Set `services.KEY.egress`"
    source = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"
    resources = ("aws_vpc_security_group_egress_rule",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it has an end, a protocol and one port, and to everybody no other protocol at that of HTTPS."""
        ends = ("cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id")
        yield any(resource.text(one) for one in ends)
        yield resource.text("ip_protocol") != "-1"
        yield is_bounded(resource)
        if resource.text("cidr_ipv4") == "0.0.0.0/0" or resource.text("cidr_ipv6") == "::/0":
            yield resource.text("ip_protocol") in {"tcp", "6"} or resource.number("to_port") != HTTPS


check = EgressNamesItsPort()
