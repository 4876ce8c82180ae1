"""An example as a repository of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

__all__ = ["with_history"]


def with_history(example: Path, folder: Path) -> Path:
    """Copy an example into a folder, without what was built in it."""
    target = folder / example.name
    shutil.copytree(example, target, ignore=shutil.ignore_patterns("out", "cdktf.out"))
    return target
