"""An output is trusted by its name: a subnet that is another one is found when tasks do not start."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.made import reference, texts
from relinfra_policies.shapes.stack import OUTPUT, Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

CROSSING = "cross-stack-output-"
LOCAL = "local"
"""How the name of a local value begins, in whose place Checkov puts an expression."""


class OutputGivesWhatItNames(StackRule):
    """An output by which one stack reads another gives the attribute that its name says, of a resource that exists.

    How cdktf names it was read from what it writes; its source, where the feature is told, was not opened.
    """

    policy = "CKV_RELINFRA_165"
    group = "state and supply"
    title = "An output between stacks must give the attribute that it is named after"
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = (
        "The stacks that read it take what they are given: another subnet, key or bucket than the one that was "
        "reviewed there"
    )
    remedy = "Synthesize again; outputs between stacks are made by references, never by hand"
    source = "https://developer.hashicorp.com/terraform/cdktf/concepts/stacks#cross-stack-references"
    resources = (OUTPUT,)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether another stack reads it."""
        return resource.name.startswith(CROSSING)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it is a reference to what its name says, in this stack."""
        found = next(texts(resource.conf.get("value")), "")
        name = reference(resource.name.removeprefix(CROSSING))
        yield reference(found) == name or _stands_for(found, name, stack)
        yield stack.exists(found)


def _stands_for(found: str, name: str, stack: Stack) -> bool:
    """Return whether a text is what Checkov puts in place of a reference: a value that is written, or an expression."""
    if name.startswith(LOCAL):
        return is_expression(found)
    named = ((one, reference(one.address)) for one in stack.all())
    return any(name.startswith(start) and one.text(name.removeprefix(start)) == found for one, start in named)


check = OutputGivesWhatItNames()
