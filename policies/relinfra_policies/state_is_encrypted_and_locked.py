"""Two applies at once leave a state that fits neither, and a state holds passwords in clear text."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.states import state_of


class StateIsEncryptedAndLocked(StackRule):
    """A stack keeps its state in S3, encrypted, and locked while it is written."""

    policy = "CKV_RELINFRA_85"
    group = "state and supply"
    claims = (
        "state_encrypted",
        "state_locked",
    )
    title = "The state of a stack must be encrypted, and locked while it is written"
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = "Two applies at once leave a state that fits neither, and a state holds passwords in clear text"
    remedy = "Leave the backend to `state`; elsewhere set `encrypt` and `use_lockfile`"
    source = "https://developer.hashicorp.com/terraform/language/backend/s3"
    resources = ("terraform",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the backend is S3's, a file or none: others encrypt and lock in ways of their own."""
        backend = resource.block("backend")
        named = [name for name in backend.conf if not name.startswith("__")]  # Checkov notes lines beside them
        return bool(state_of(stack).conf or backend.blocks("local")) or not (named or resource.blocks("cloud"))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether the state is in S3, encrypted, and locked by a file or a table."""
        state = state_of(stack)
        # `encrypt` alone asks for keys that S3 manages, and so would turn the key of the bucket off.
        has_key = state.declared("bucket_has_key") is True and state.value("encrypt") is None
        yield bool(state.conf)
        yield state.flag("encrypt") is True or bool(state.text("kms_key_id")) or has_key
        yield state.flag("use_lockfile") is True or bool(state.text("dynamodb_table"))


check = StateIsEncryptedAndLocked()
