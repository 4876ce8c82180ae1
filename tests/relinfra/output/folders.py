"""Folders as synth writes them, in small."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from relinfra.output import DECLARATION, FILES, digests

__all__ = ["manifest", "read", "synthesize", "write"]


def write(root: Path, files: Mapping[str, str]) -> None:
    """Write texts by their path below a folder."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def read(root: Path) -> dict[str, str]:
    """Return every file below a folder by its path."""
    return {str(path.relative_to(root)): path.read_text() for path in sorted(root.rglob("*")) if path.is_file()}


def manifest(*stacks: str) -> str:
    """Return cdktf's manifest of these stacks."""
    named: dict[str, Any] = {name: {"synthesizedStackPath": f"stacks/{name}/cdk.tf.json"} for name in stacks}
    return json.dumps({"version": "0.21.0", "stacks": named})


def synthesize(root: Path, text: str, *stacks: str) -> None:
    """Write stacks that say `text` into a folder, and the listing of all of it."""
    write(root, {"manifest.json": manifest(*stacks), **{f"stacks/{name}/cdk.tf.json": text for name in stacks}})
    write(root, {DECLARATION: json.dumps({"version": 1, "project": "shop", FILES: digests(root)})})
