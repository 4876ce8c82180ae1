"""The backend of a stack."""

from __future__ import annotations

from collections.abc import Mapping

from relinfra_constructs.aws.batch import Batch
from relinfra_constructs.cdk import S3Backend, TerraformStack
from relinfra_constructs.jsii_calls import add_override

__all__ = ["State", "keep_state"]


class State:
    """The state of a stack, and what is declared of that stack beside it for the policies."""

    def __init__(self, backend: S3Backend, declared: Mapping[str, object]) -> None:
        self._backend = backend
        self.declare(**declared)

    def declare(self, **contract: object) -> None:
        """Declare something more of the stack; what says nothing is left out."""
        for name, value in contract.items():
            if value:
                add_override(self._backend, f"//.contract.{name}", value)


def keep_state(
    stack: TerraformStack,
    *,
    project: str,
    bucket: str,
    region: str,
    bucket_has_key: bool,
    account: str,
    environment: str | None,
) -> State:
    """Keep the state of `stack` in S3, locked by a file beside it, encrypted by the bucket's key where it has one.

    The names of all stacks of an `environment` begin with it; policies read it to know whose states may be read.
    """
    name = Batch.of(stack).stack_id
    backend = S3Backend(
        stack,
        bucket=bucket,
        key=f"{project}/{name}.tfstate",
        region=region,
        # Terraform's `encrypt` asks for keys that S3 manages, and so would turn the bucket's own key off.
        encrypt=None if bucket_has_key else True,
    )
    # cdktf has no argument for it; the DynamoDB lock it does have is deprecated.
    add_override(backend, "use_lockfile", True)
    declared = {
        "stack": name,
        "account": account,
        "environment": environment,
        "bucket_has_key": bucket_has_key or None,
    }
    return State(backend, declared)
