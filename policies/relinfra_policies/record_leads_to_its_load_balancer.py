"""An alias with the zone of another load balancer leads nowhere; one with another name leads elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.fronts import BALANCERS
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

CHECK = "aws_route53_health_check"
FAMILIES = {"A", "AAAA"}


class RecordLeadsToItsLoadBalancer(StackRule):
    """Name and zone of an alias are those of one load balancer, and both families of addresses are served."""

    policy = "CKV_RELINFRA_76"
    group = "traffic"
    claims = ("failover_moves",)
    title = "An alias must lead to a load balancer of its stack, by both families of addresses where it has both"
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = "Users are sent to nothing, or to the load balancer of somebody else"
    remedy = "Leave the record to `domain` of the service"
    source = (
        "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html"
    )
    resources = ("aws_route53_record",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it is an alias of a load balancer."""
        alias = resource.block("alias")
        return any(f"{kind}." in alias.text(name) for kind in BALANCERS for name in ("name", "zone_id"))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether name and zone are of one, and the other family of addresses is there where it has one."""
        alias = resource.block("alias")
        balancer = stack.referred(alias.text("name"), *BALANCERS)
        yield balancer is not None and stack.referred(alias.text("zone_id"), *BALANCERS) is balancer
        yield resource.text("type") in FAMILIES or resource.doubts("type", unread=is_expression(resource.text("type")))
        # Health checkers resolve a name to IPv4 alone.
        named = any(one.text("fqdn") == resource.text("name") for one in stack.of(CHECK))
        asked = named or any(True for _ in stack.referring(resource, "fqdn", CHECK))
        if balancer and balancer.text("ip_address_type") == "dualstack" and not asked:
            yield _families(resource, stack) >= FAMILIES


def _families(record: Resource, stack: Stack) -> set[str]:
    """Return the types of the aliases with a record's name."""
    others = (one for one in stack.of(record.kind) if one.text("name") == record.text("name"))
    return {one.text("type") for one in others if one.blocks("alias")}


check = RecordLeadsToItsLoadBalancer()
