"""A listener that nobody reaches, or that answers without TLS, serves nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.fronts import BALANCERS, balancer_of
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

KINDS = {"fixed-response", "redirect"}
ERRORS = range(400, 600)
YEAR = 31536000
AGE = re.compile(r"max-age=(\d+)")


class ListenerIsReachedByTls(StackRule):
    """A listener is open at its port, tells browsers to stay with HTTPS, and answers with nothing but errors itself."""

    policy = "CKV_RELINFRA_147"
    group = "traffic"
    title = (
        "A listener must be open at its port, demand strict transport security with HTTPS, and answer itself with "
        "errors alone"
    )
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = (
        "A port that its load balancer's security group does not open answers nobody; without strict transport "
        "security a browser asks once in the clear"
    )
    remedy = "Leave listeners to `services.KEY.domain`"
    source = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-header-modification.html"
    resources = ("aws_lb_listener", "aws_alb_listener")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether its load balancer lies here."""
        balancers = list(stack.of(*BALANCERS))
        rules = stack.has("aws_vpc_security_group_ingress_rule")
        return rules and any(one.text("load_balancer_type") in {"", "application"} for one in balancers)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it is so."""
        balancer = balancer_of(resource, stack)
        yield balancer is not None
        yield balancer is None or resource.number("port") in _open(balancer, stack)
        if resource.text("protocol") == "HTTPS":
            yield _age(resource.text("routing_http_response_strict_transport_security_header_value")) >= YEAR
            yield resource.flag("routing_http_response_server_enabled") is False
        action = resource.block("default_action")
        for fixed in action.blocks("fixed_response"):
            yield (fixed.number("status_code") or 0) in ERRORS
        yield bool(action.blocks("fixed_response") or action.blocks("redirect")) or action.text("type") not in KINDS


def _open(balancer: Resource, stack: Stack) -> set[float | None]:
    """Return the ports that the security groups of a load balancer admit somebody to."""
    groups = {stack.referred(text, "aws_security_group") for text in balancer.strings("security_groups")} - {None}
    rules = stack.of("aws_vpc_security_group_ingress_rule")
    return {
        one.number("from_port")
        for one in rules
        if stack.referred(one.text("security_group_id"), "aws_security_group") in groups
    }


def _age(header: str) -> int:
    found = AGE.match(header)
    return int(found[1]) if found else 0


check = ListenerIsReachedByTls()
