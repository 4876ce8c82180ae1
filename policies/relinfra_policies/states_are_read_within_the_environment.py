"""Staging that reads the state of production writes to what it finds there."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.states import state_of

READING = "cross-stack-reference-input-"
"""How the name begins of what reads another stack; the name of that stack is the rest."""


class StatesAreReadWithinTheEnvironment(StackRule):
    """A stack reads states of its own environment, from the bucket that holds its own."""

    policy = "CKV_RELINFRA_88"
    group = "state and supply"
    title = "A stack must read no state but of its own environment"
    category = CheckCategories.GENERAL_SECURITY
    level = "CRITICAL"
    rationale = "A staging that reads the state of production changes what it finds there"
    remedy = "Read outputs of stacks of the same environment"
    source = "https://developer.hashicorp.com/terraform/language/state/remote-state-data"
    resources = ("data.terraform_remote_state",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether both states are in S3."""
        return resource.text("backend") == "s3" and bool(state_of(stack).conf)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether the state that is read lies beside the stack's own, encrypted alike.

        A stack for the loss of a region keeps its own elsewhere, and declares where those of home lie.
        """
        state, config = state_of(stack), resource.block("config")
        read = config.text("key").rpartition("/")[2]
        environment = state.declared("environment")
        yield is_expression(config.text("bucket")) or config.text("bucket") in (
            state.text("bucket"),
            state.declared("home_state"),
        )
        yield is_expression(read) or read != state.text("key").rpartition("/")[2]
        yield not resource.name.startswith(READING) or read == f"{resource.name.removeprefix(READING)}.tfstate"
        yield environment is None or read.startswith(f"{environment}-")
        yield config.text("key").rpartition("/")[0] == state.text("key").rpartition("/")[0] or environment is None
        yield state.flag("encrypt") is not True or config.flag("encrypt") is True


check = StatesAreReadWithinTheEnvironment()
