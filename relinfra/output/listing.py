"""The files of a synthesized folder: what synth wrote by its own listing, and what lies there besides.

`relinfra.json` lists every file that synth wrote, with its SHA-256. Folders of the version before, and of plain cdktf,
have no listing; what is theirs follows from cdktf's manifest, whose files have fixed names.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from relinfra.domain.versions_file import VERSIONS_FILES
from relinfra.json_file import json_or_empty
from relinfra.output.working_files import is_working_file
from relinfra.output.workspace import is_workspace
from relinfra.regular_file import readable

__all__ = ["DECLARATION", "FILES", "Listing", "digests"]

DECLARATION = "relinfra.json"
FILES = "files"
"""The key of the listing in it."""

_MANIFEST = "manifest.json"
_OF_A_STACK = ("cdk.tf.json", "cdk.tf", "metadata.json", *VERSIONS_FILES, "stack.tftest.json")
_ASSETS = "assets"


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder, by its path in it, for `relinfra.json` to list."""
    return {path.relative_to(folder).as_posix(): digest(path) for path in _files(folder)}


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(readable(path).read_bytes()).hexdigest()


@dataclass(frozen=True)
class Listing:
    """The listing of what synth wrote into `folder`."""

    folder: Path

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """The listed digest of each file by its path; empty for a folder without a listing."""
        listed = self._declared.get(FILES)
        return {str(path): str(value) for path, value in listed.items()} if isinstance(listed, dict) else {}

    @property
    def strangers(self) -> Iterator[Path]:
        """Every file below the folder that neither synth nor Terraform made, in order."""
        return (path for path in _files(self.folder) if not self.names(path))

    def names(self, path: Path) -> bool:
        """Whether a file of the folder is one that synth writes."""
        relative = path.relative_to(self.folder)
        if self.digests:
            return relative.as_posix() in self.digests or relative == Path(DECLARATION)
        return relative in self._top or any(_of_stack(relative, stack) for stack in self._stacks)

    @cached_property
    def _top(self) -> tuple[Path, ...]:
        """Return what a folder without a listing holds beside its stacks: nothing is ours without a manifest."""
        if not self._stacks:
            return ()
        declared = self._declared.get("version") == 1 and "project" in self._declared
        return (Path(_MANIFEST), Path(DECLARATION)) if declared else (Path(_MANIFEST),)

    @cached_property
    def _stacks(self) -> tuple[PurePosixPath, ...]:
        """The folders of the stacks, as cdktf's manifest names them; none where it is no such manifest."""
        manifest = _mapping(self.folder / _MANIFEST)
        stacks = manifest.get("stacks")
        if not isinstance(manifest.get("version"), str) or not isinstance(stacks, dict):
            return ()
        paths = [stack.get("synthesizedStackPath") if isinstance(stack, dict) else None for stack in stacks.values()]
        return tuple(PurePosixPath(path).parent for path in paths if isinstance(path, str))

    @cached_property
    def _declared(self) -> Mapping[str, Any]:
        return _mapping(self.folder / DECLARATION)


def _of_stack(path: Path, stack: PurePosixPath) -> bool:
    if not path.is_relative_to(stack):
        return False
    inside = path.relative_to(stack).parts
    return inside[0] == _ASSETS or (len(inside) == 1 and inside[0] in _OF_A_STACK)


def _files(folder: Path) -> Iterator[Path]:
    """Yield every file below a folder but Terraform's own and those of other runs, sorted; links to folders too."""
    for root, folders, files in os.walk(folder):
        paths = [path for name in (*folders, *files) if not _passed_over(path := Path(root, name))]
        folders[:] = sorted(path.name for path in paths if path.is_dir() and not path.is_symlink())
        yield from (path for path in sorted(paths) if path.name not in folders)


def _passed_over(path: Path) -> bool:
    return is_workspace(path) or is_working_file(path)


def _mapping(path: Path) -> Mapping[str, Any]:
    return json_or_empty(path)
