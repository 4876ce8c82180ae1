"""Finding a resource by its Terraform address, and the nearest one where there is none."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from relinfra.errors import UsageError
from relinfra.reading.nearest import nearest
from relinfra_constructs import aws
from relinfra_constructs.aws.resource import resources_in
from relinfra_constructs.cdk import TerraformStack

__all__ = ["nearest_address", "resource_of"]


def resource_of(stack: TerraformStack, address: str) -> aws.Resource | aws.DataSource:
    """Return what has an address in a stack. Raises UsageError naming the nearest."""
    known = resources_in(stack)
    if address not in known:
        hint = nearest_address(address, known)
        raise UsageError(f"{stack.node.id} holds no {address}; {hint}".removesuffix("; "))
    return known[address]


def nearest_address(address: str, known: Iterable[str]) -> str:
    """Return the hint that names the nearest address, or those of the same type."""
    addresses = list(known)
    terraform_type = address.rpartition(".")[0]
    alike = [other for other in addresses if other.rpartition(".")[0] == terraform_type]
    return nearest(address, alike or get_close_matches(address, addresses))
