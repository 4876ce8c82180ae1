"""An endpoint keeps traffic to AWS inside the network, and whatever leaves through it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.documents import listed, statements
from relinfra_policies.shapes.network import leads_to
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

NUMBER = re.compile(r"\d{12}")
READS = re.compile(r"\w+:(?:Get|List|Describe)\w+")


class EndpointLeadsToOwnResources(StackRule):
    """A gateway endpoint serves the private route tables, and its policy leads to the own account's resources."""

    policy = "CKV_RELINFRA_144"
    group = "security"
    title = "A gateway endpoint must serve every private route table, and let nobody write to another account"
    category = CheckCategories.NETWORKING
    level = "MEDIUM"
    rationale = (
        "A table without it sends the same traffic through NAT, at its price and past the endpoint's policy; an "
        "endpoint that admits every account is a way out for data"
    )
    remedy = "Leave endpoints to `network`"
    source = "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html"
    resources = ("aws_vpc_endpoint",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it is one of a gateway, beside route tables that lead out through NAT."""
        return resource.text("vpc_endpoint_type") in {"", "Gateway"} and bool(_private(stack))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it serves all of them, and every statement is bound or reads."""
        served = {stack.referred(text, "aws_route_table") for text in resource.strings("route_table_ids")}
        yield _private(stack) <= served
        yield None not in served
        found = list(statements(resource.value("policy")))
        yield bool(found)
        for one in found:
            yield one.get("Effect") == "Deny" or _is_bound(one) or all(map(READS.fullmatch, listed(one.get("Action"))))
        yield any(one.get("Effect") == "Allow" and _is_bound(one) for one in found)


def _is_bound(statement: Mapping[str, Any]) -> bool:
    """Return whether a statement is about resources of accounts that it names."""
    condition = statement.get("Condition")
    operators = condition.values() if isinstance(condition, Mapping) else ()
    keys = (operator.get("aws:ResourceAccount") for operator in operators if isinstance(operator, Mapping))
    return any(listed(accounts) and all(map(NUMBER.fullmatch, listed(accounts))) for accounts in keys)


def _private(stack: Stack) -> set[Resource]:
    return {one for one in stack.of("aws_route_table") if any(leads_to(one, stack, "aws_nat_gateway"))}


check = EndpointLeadsToOwnResources()
