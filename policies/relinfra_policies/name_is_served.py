"""A service that answers to a name to which no record leads is not there."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.fronts import balancer_of
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.traffic import hosts, listener_of, paths

RECORD = "aws_route53_record"


class NameIsServed(StackRule):
    """The rule of a service answers to its declared name, on its paths, and a record leads to its load balancer."""

    policy = "CKV_RELINFRA_77"
    group = "traffic"
    claims = ("failover_moves",)
    title = "The declared name of a service must lead to its load balancer, and its rule answer to it"
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = "Users come by name: what answers to another one gets no request"
    remedy = "Set `domain` of the service"
    source = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-to-elb-load-balancer.html"
    resources = ("aws_lb_listener_rule",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the matrix declares a name."""
        return resource.declared("host") is not None

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it answers to the name and the paths, and the name leads to its load balancer."""
        host = str(resource.declared("host")).lower()
        yield host in hosts(resource)
        yield set(paths(resource)) == set(resource.declared_strings("paths"))
        if resource.declared("named"):
            listener = listener_of(resource, stack)
            balancer = balancer_of(listener, stack) if listener else None
            yield (
                listener is None
                or balancer is None
                or any(_leads(one, host, balancer, stack) for one in stack.of(RECORD))
            )


def _leads(record: Resource, host: str, balancer: Resource, stack: Stack) -> bool:
    named = record.text("name").lower().removesuffix(".") == host
    return named and stack.referred(record.block("alias").text("name"), balancer.kind) is balancer


check = NameIsServed()
