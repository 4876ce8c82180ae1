"""Two stacks are applied one after the other: what the second reads, the first has to give."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.made import texts
from relinfra_policies.shapes.stack import OUTPUT, Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.states import state_of

PREFIX = "workspace_key_prefix"
READ = re.compile(r"data\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)")


class StackReadsWhatIsGiven(StackRule):
    """Every output that a stack reads from a state is one of the stack whose state that is, and it is read at all."""

    policy = "CKV_RELINFRA_166"
    group = "state and supply"
    title = "A stack must read outputs that the other stack gives"
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = "An output that is not there fails the apply of the next stack, when the first is changed already"
    remedy = (
        "Synthesize all stacks together; one of your own reads ours by `app.environments[NAME].network` and the like"
    )
    source = "https://developer.hashicorp.com/terraform/language/state/remote-state-data"
    resources = ("data.terraform_remote_state",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack that it reads is one of the run."""
        return any(_read(resource, stack))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether that stack gives everything that is read of it."""
        wanted = stack.once(_wanted).get(resource.name, set())
        yield any(wanted <= {one.name for one in other.of(OUTPUT)} for other in _read(resource, stack))


def _read(resource: Resource, stack: Stack) -> Iterator[Stack]:
    """Yield the stacks whose state a data source reads: several where outputs of several matrices are checked."""
    config = resource.block("config")
    named = bool(config.text("bucket") and config.text("key"))
    prefix = config.text(PREFIX) or state_of(stack).text(PREFIX)
    return (one for one in stack.others if named and _place(state_of(one)) == (*_place(config)[:2], prefix))


def _place(state: Block) -> tuple[str, ...]:
    return tuple(state.text(name) for name in ("bucket", "key", PREFIX))


def _wanted(stack: Stack) -> dict[str, set[str]]:
    """Return the names of the outputs that a stack reads, by the data source that it reads them from."""
    found: dict[str, set[str]] = {}
    for one in stack.all():
        for text in texts(one.conf):
            for name, output in READ.findall(text) if "remote_state" in text else ():
                found.setdefault(name, set()).add(output)
    return found


check = StackReadsWhatIsGiven()
