"""What Terraform leaves in a stack's folder, and a new synthesis must not lose."""

from __future__ import annotations

import os
import shutil
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from relinfra.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["WORKING_FILES", "carry_over", "link_missing", "refuse_to_lose_state"]

STATES = ("*.tfstate", "*.tfstate.*")
WORKING_FILES = (
    ".terraform",
    ".terraform.*",
    "terraform.tfstate.d",
    *STATES,
    "*.tfplan",
    "tfplan",
    "*.plan",
    "plan.out",
)


def carry_over(previous: Path, staging: Path) -> None:
    """Bring working files of `previous` into the folders of `staging` that exist on both sides.

    They are linked, not moved, so that `previous` stays whole until the very last step.
    """
    for path in _matching(previous, WORKING_FILES):
        destination = staging / path.relative_to(previous)
        if destination.parent.is_dir() and not destination.exists():
            _link(path, destination)


def link_missing(previous: Path, staging: Path) -> None:
    """Bring every file and folder at the top of `previous` into `staging` where it has none of that name."""
    for path in sorted(previous.iterdir()):
        if not (staging / path.name).exists():
            _link(path, staging / path.name)


def refuse_to_lose_state(previous: Path, staging: Path) -> None:
    """Raise `OutputError` when a state file lies in a folder that the new output no longer has."""
    for path in _matching(previous, STATES):
        if not (staging / path.relative_to(previous)).parent.is_dir():
            raise OutputError(
                f"{path}: a Terraform state lies in a stack that no longer exists; "
                "destroy or move the stack, put the file elsewhere, then run again"
            )


def _matching(folder: Path, patterns: tuple[str, ...]) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        for name in sorted((*folders, *files)):
            if any(fnmatchcase(name, pattern) for pattern in patterns):
                yield Path(root, name)
        folders[:] = sorted(name for name in folders if not any(fnmatchcase(name, p) for p in WORKING_FILES))


def _link(path: Path, destination: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.copytree(path, destination, symlinks=True, copy_function=_link_file)
    else:
        _link_file(str(path), str(destination))


def _link_file(source: str, destination: str) -> str:
    try:
        os.link(source, destination, follow_symlinks=False)
    except OSError:  # a file system without hard links
        shutil.copy2(source, destination, follow_symlinks=False)
    return destination
