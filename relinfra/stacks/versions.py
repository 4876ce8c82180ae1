"""The Terraform version every stack requires, in a file of its own.

Checkov drops a `cdk.tf.json` that holds `required_version`, and reports success; so it lies beside it.
"""

from __future__ import annotations

import json
from pathlib import Path

__all__ = ["REQUIRED_VERSION", "write_versions"]

REQUIRED_VERSION = ">= 1.11.0, < 2.0.0"
"""1.11 is the first release whose S3 backend locks with a file beside the state (`use_lockfile`)."""


def write_versions(output: Path) -> None:
    """Write `versions.tf.json` into every stack of a synthesized folder."""
    text = json.dumps({"terraform": {"required_version": REQUIRED_VERSION}}, indent=2) + "\n"
    for stack in sorted((output / "stacks").iterdir()):
        (stack / "versions.tf.json").write_text(text, "utf-8")
