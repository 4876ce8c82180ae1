"""Two security groups have to agree before anything passes."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.openings import is_bounded
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

OTHER = {
    "aws_vpc_security_group_egress_rule": "aws_vpc_security_group_ingress_rule",
    "aws_vpc_security_group_ingress_rule": "aws_vpc_security_group_egress_rule",
}


class SecurityGroupsMeet(StackRule):
    """A rule about another security group has its counterpart in that group's rules."""

    policy = "CKV_RELINFRA_145"
    group = "security"
    title = "A rule between two security groups must have its counterpart"
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = (
        "Traffic passes only where both groups let it: with one of them alone a service does not reach its "
        "database, and is seen to fail only then"
    )
    remedy = "Leave security groups to `services` and `databases`"
    source = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"
    resources = (*OTHER,)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it is about two groups, one of which states what it lets out."""
        other = resource.text("referenced_security_group_id")
        return is_expression(other) and other != resource.text("security_group_id") and _is_stated(resource, stack)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether both groups say the same."""
        yield any(_meet(one, resource) for one in stack.of(OTHER[resource.kind]))


def _meet(one: Resource, other: Resource) -> bool:
    """Return whether two rules speak of the same; that one of them opens more than a range is told of it alone."""
    (*ends, first, last), (*others, first_there, last_there) = _said(one), _said(other)
    alike = (first, last) == (first_there, last_there)
    return ends == others and (alike or not (is_bounded(one) and is_bounded(other)))


def _said(rule: Resource) -> tuple[object, ...]:
    """Return who reaches whom by which protocol at which ports."""
    ends = (rule.text("security_group_id"), rule.text("referenced_security_group_id"))
    ends = ends if rule.kind == "aws_vpc_security_group_egress_rule" else (ends[1], ends[0])
    return (*ends, rule.text("ip_protocol"), rule.number("from_port"), rule.number("to_port"))


def _is_stated(rule: Resource, stack: Stack) -> bool:
    """Return whether the group that lets out has such rules here: who lets out everything needs none."""
    leaving, _, *_ = _said(rule)
    rules = stack.of("aws_vpc_security_group_egress_rule")
    return rule.kind == "aws_vpc_security_group_egress_rule" or any(
        one.text("security_group_id") == leaving for one in rules
    )


check = SecurityGroupsMeet()
