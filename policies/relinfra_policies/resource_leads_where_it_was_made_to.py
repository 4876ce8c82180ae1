"""A resource that leads to another key, network or role than it was made for is whole, and wrong."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.made import lost_dependencies, lost_references
from relinfra_policies.shapes.stack import EVERY, Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

DOCUMENTS = ("assume_role_policy", "policy", "policy_document")


class ResourceLeadsWhereItWasMadeTo(StackRule):
    """A resource refers to the keys, roles, networks and buckets that it was made for, and waits for what it needs."""

    policy = "CKV_RELINFRA_163"
    group = "state and supply"
    claims = ("upgrades_when_applied",)
    title = "A resource must lead to the resources that it was made for, and be made after those that it needs"
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = (
        "A name that is written in place of a reference leads to whatever bears it, or to nothing, and an order that "
        "was lost fails the first apply, or only the one after a disaster"
    )
    remedy = "Take out the override; what the matrix has a field for is led there by that field"
    source = "https://developer.hashicorp.com/terraform/language/meta-arguments/depends_on"
    resources = (EVERY,)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it is declared where it leads."""
        return bool(resource.declared("leads") or resource.declared("after"))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it leads there, and what it needs is made before."""
        yield not lost_references(resource, stack, *DOCUMENTS)
        yield not lost_dependencies(resource)

    def departures(self, resource: Resource, stack: Stack) -> Iterator[str]:
        """Yield what it no longer refers to, and what it no longer waits for."""
        for one in (*lost_references(resource, stack, *DOCUMENTS), *lost_dependencies(resource)):
            yield one.replace(":", ".")


check = ResourceLeadsWhereItWasMadeTo()
