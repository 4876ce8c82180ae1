"""Terraform's working files in a stack's folder, which a new synthesis must not lose."""

from __future__ import annotations

import os
import shutil
import zipfile
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from relinfra.errors import OutputError
from relinfra.output.workspace import is_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["carry_over", "is_applied", "is_working_file", "keep_others", "refuse_to_lose_state"]

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
    "crash.log",
    "crash.*.log",
)
_IN_A_SAVED_PLAN = "tfplan"
_APPLIED = (
    *("*.tf", "*.tf.json"),  # overrides among them: https://developer.hashicorp.com/terraform/language/files/override
    *("*.tofu", "*.tofu.json"),  # https://opentofu.org/docs/language/files/
    *("terraform.tfvars", "terraform.tfvars.json"),
    *("*.auto.tfvars", "*.auto.tfvars.json"),  # https://developer.hashicorp.com/terraform/language/values/variables
)


def is_applied(name: str) -> bool:
    """Whether Terraform or OpenTofu reads a file of that name without being told to."""
    return _named(name, _APPLIED)


def is_working_file(path: Path) -> bool:
    """Whether a file or folder is Terraform's own; a saved plan is, whatever its name."""
    if is_applied(path.name):
        return False
    return _named(path.name, WORKING_FILES) or (path.is_file() and _is_saved_plan(path))


def carry_over(previous: Path, staging: Path) -> None:
    """Bring working files of `previous` into the folders of `staging` that exist on both sides.

    They are linked, not moved, so that `previous` stays whole until the very last step.
    """
    for path in _working_files(previous):
        destination = staging / path.relative_to(previous)
        if destination.parent.is_dir() and not os.path.lexists(destination):
            _link(path, destination)


def keep_others(previous: Path, staging: Path, besides: Path) -> None:
    """Bring everything of `previous` into `staging` that it has no new version of, but for the folder `besides`."""
    for path in sorted(previous.iterdir()):
        destination = staging / path.name
        if path == besides or is_workspace(path):
            continue
        if not os.path.lexists(destination):
            _link(path, destination)
        elif path.is_dir() and destination.is_dir() and not path.is_symlink():
            keep_others(path, destination, besides)
        elif path.is_dir() or destination.is_dir():
            raise OutputError(f"{path}: is in the way of a new {'folder' if destination.is_dir() else 'file'}; move it")


def refuse_to_lose_state(previous: Path, staging: Path) -> None:
    """Raise `OutputError` when a state file lies in a folder that the new output no longer has."""
    for path in _working_files(previous):
        if _named(path.name, STATES) and not (staging / path.relative_to(previous)).parent.is_dir():
            raise OutputError(
                f"{path}: a Terraform state lies in a stack that no longer exists; "
                "destroy or move the stack, put the file elsewhere, then run again"
            )


def _working_files(folder: Path) -> Iterator[Path]:
    """Yield what is Terraform's below a folder; of a folder of Terraform's, the folder."""
    for root, folders, files in os.walk(folder):
        found = [name for name in sorted((*folders, *files)) if is_working_file(Path(root, name))]
        yield from (Path(root, name) for name in found)
        folders[:] = sorted(name for name in folders if name not in found)


def _named(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _is_saved_plan(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return _IN_A_SAVED_PLAN in archive.namelist()
    except (OSError, ValueError, zipfile.BadZipFile):
        return False


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
