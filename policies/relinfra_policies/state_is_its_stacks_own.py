"""Two stacks of one state each plan to destroy what the other made."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.states import state_of


class StateIsItsStacksOwn(StackRule):
    """A state lies under a key that no other stack has; ours ends in the name of the stack."""

    policy = "CKV_RELINFRA_86"
    group = "state and supply"
    title = "A state must be kept under a key of its stack alone"
    category = CheckCategories.GENERAL_SECURITY
    level = "CRITICAL"
    rationale = "Two stacks of one state each plan to destroy what the other made"
    remedy = "Leave the backend to `state`; elsewhere give each stack a key of its own"
    source = "https://developer.hashicorp.com/terraform/language/backend/s3"
    resources = ("terraform",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the state is in S3."""
        return bool(state_of(stack).conf)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether the key names the stack, and no other stack of the run has it."""
        state = state_of(stack)
        name = state.declared("stack")
        yield bool(state.text("bucket"))
        yield bool(state.text("key"))
        yield name is None or state.text("key").endswith(f"/{name}.tfstate")
        yield all(_place(state_of(other)) != _place(state) for other in stack.others)


def _place(state: Block) -> tuple[str, ...]:
    return tuple(state.text(name) for name in ("bucket", "workspace_key_prefix", "key"))


check = StateIsItsStacksOwn()
