"""The Terraform version every stack requires, and the addresses it had, in a file of its own."""

from __future__ import annotations

from pathlib import Path

from relinfra.domain.versions_file import VERSIONS_FILE, versions_text
from relinfra_constructs.aws.batch import Batch
from relinfra_constructs.cdk import App, TerraformStack

__all__ = ["REQUIRED_VERSION", "write_versions"]

REQUIRED_VERSION = ">= 1.11.0, < 2.0.0"
"""1.11 is the first release whose S3 backend locks with a file beside the state (`use_lockfile`)."""


def write_versions(app: App, output: Path) -> None:
    """Write `versions.tf` into every stack of a synthesized folder."""
    for stack in (child for child in app.node.children if isinstance(child, TerraformStack)):
        batch = Batch.of(stack)
        text = versions_text(REQUIRED_VERSION, batch.moves)
        (output / "stacks" / batch.stack_id / VERSIONS_FILE).write_text(text, "utf-8")
