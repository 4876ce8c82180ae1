"""The contract of settings: what holds, copies or guards data is set as the matrix says, by its fields and overrides.

Most of these values are chosen by constructs, and no field of the matrix is about them. They are declared once the
overrides are applied, so that a policy tells what was changed anywhere but in the matrix.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from relinfra_constructs.aws.batch import Batch
from relinfra_constructs.aws.resource import Resource
from relinfra_constructs.cdk import TerraformStack

__all__ = ["declare_settings"]

HOLDING = ("aws_backup_", "aws_db_", "aws_kms_", "aws_rds_", "aws_s3_", "aws_secretsmanager_")
GUARDING = ("aws_flow_log", "aws_iam_role_policy_attachment", "aws_subnet", "aws_vpc", "aws_wafv2_")
UNTOLD = {"assume_role_policy", "depends_on", "description", "lifecycle", "name", "policy", "provider", "tags"}
"""What is told apart, by another contract or by other rules, and what only names."""
SEPARATOR = " | "


def declare_settings(stacks: Iterable[TerraformStack]) -> None:
    """Write into the comments of the resources that hold, copy or guard data how they are set."""
    for stack in stacks:
        batch = Batch.of(stack)
        for address, resource in batch.registered.items():
            kind, _, name = address.partition(".")
            if kind.startswith((*HOLDING, *GUARDING)) and isinstance(resource, Resource):
                told = {one: value for one, value in resource.body.items() if one not in UNTOLD}
                if leaves := sorted(_leaves("", told)):
                    batch.declare(kind, name, {"settings": SEPARATOR.join(leaves)})


def _leaves(path: str, value: Any) -> Iterator[str]:
    """Yield each value with its path; a reference is no setting, and is told apart."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(f"{path}/{name}" if path else name, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(path, inner)
    elif "${" not in str(value):
        yield f"{path}/{str(value).lower() if isinstance(value, bool) else value}"
