"""Rules are asked of what is there: nobody asks for the bucket policy, the alarm or the life cycle that is gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.states import state_of


class StackHoldsWhatItWasMadeOf(StackRule):
    """A stack has as many resources of each type as it was made of, each of them once."""

    policy = "CKV_RELINFRA_164"
    group = "state and supply"
    claims = (
        "password_rotates",
        "somebody_is_told",
    )
    title = "A stack must hold every resource that it was made of"
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = (
        "What is gone from a stack is destroyed by the next apply, and every other rule is silent about it: rules "
        "are asked of what is there"
    )
    remedy = "Synthesize again; to take something away, take its field out of the matrix"
    source = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"
    resources = ("terraform",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it is declared what the stack was made of."""
        return isinstance(state_of(stack).declared("holds"), Mapping)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether there are as many resources of each type, and none that is made no time or many times."""
        for kind, number in state_of(stack).declared("holds").items():
            if kind.startswith("__"):
                continue
            found = list(stack.of(kind))
            yield isinstance(number, int) and len(found) >= number
            yield not any(one.conf.get("count") in (0, [0]) for one in found)


check = StackHoldsWhatItWasMadeOf()
