"""A database that the internet reaches is one password away from being read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

PUBLIC = re.compile(r"aws_subnet\.?public")
"""Public subnets by the names that relinfra gives them, also as outputs of the stack of the network."""


class DatabaseIsPrivate(StackRule):
    """It has no public address, stands in named subnets that are not public, and behind a security group."""

    policy = "CKV_RELINFRA_91"
    group = "data"
    title = "A database must have no public address, in private subnets behind a security group"
    category = CheckCategories.NETWORKING
    level = "CRITICAL"
    rationale = "A database that the internet reaches is one password away from being read"
    remedy = "Leave networks to `network`; name services that reach it in `databases.KEY`"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html"
    resources = ("aws_db_instance", "aws_rds_cluster")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it states a network itself: a replica in its region takes that of its source."""
        return not resource.text("replicate_source_db") or bool(resource.text("db_subnet_group_name"))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it is private: itself, its subnets and its groups."""
        instances = stack.referring(resource, "cluster_identifier", "aws_rds_cluster_instance")
        group = stack.referred(resource.text("db_subnet_group_name"), "aws_db_subnet_group")
        yield not any(one.flag("publicly_accessible") for one in (resource, *instances))
        yield bool(resource.text("db_subnet_group_name"))
        yield bool(resource.strings("vpc_security_group_ids"))
        for subnet in group.strings("subnet_ids") if group else ():
            yield not PUBLIC.search(subnet) and subnet not in stack.once(_public_subnets)


def _public_subnets(stack: Stack) -> frozenset[str]:
    """Return the subnets, as they are referred to, whose route table leads to an internet gateway."""
    leading = {one.text("route_table_id") for one in stack.of("aws_route") if _is_internet(one)}
    joined = stack.of("aws_route_table_association")
    return frozenset(one.text("subnet_id") for one in joined if one.text("route_table_id") in leading)


def _is_internet(route: Resource) -> bool:
    return "aws_internet_gateway" in route.text("gateway_id") or route.text("gateway_id").startswith("igw-")


check = DatabaseIsPrivate()
