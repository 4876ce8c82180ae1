"""The Terraform version every stack requires, and the addresses it had, in a file of its own.

Checkov drops a `cdk.tf.json` that holds `required_version` or `moved`, and reports success; so they lie beside it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from relinfra_constructs.aws.batch import Batch
from relinfra_constructs.cdk import App, TerraformStack

__all__ = ["REQUIRED_VERSION", "write_versions"]

REQUIRED_VERSION = ">= 1.11.0, < 2.0.0"
"""1.11 is the first release whose S3 backend locks with a file beside the state (`use_lockfile`)."""


def write_versions(app: App, output: Path) -> None:
    """Write `versions.tf.json` into every stack of a synthesized folder."""
    for stack in (child for child in app.node.children if isinstance(child, TerraformStack)):
        text = json.dumps(_content(stack), indent=2) + "\n"
        (output / "stacks" / stack.node.id / "versions.tf.json").write_text(text, "utf-8")


def _content(stack: TerraformStack) -> dict[str, Any]:
    settings: dict[str, Any] = {"terraform": {"required_version": REQUIRED_VERSION}}
    moved = [{"from": former, "to": present} for former, present in Batch.of(stack).moves]
    return {**settings, "moved": moved} if moved else settings
