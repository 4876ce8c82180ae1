"""Putting first files into a repository that may already have some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.errors import UsageError
from relinfra.output import write_files as write_all

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["write_files"]

_MERGED = ".gitignore"


def write_files(folder: Path, files: Mapping[str, str], *, force: bool = False) -> tuple[Path, ...]:
    """Write `files`, text by path, into `folder` and return their paths: all of them or none.

    Lines missing in an existing `.gitignore` are added to it. Raises `UsageError`, having written nothing,
    when any other file exists and `force` is not given.
    """
    targets = {folder / name: _merged(folder / name, text) for name, text in files.items()}
    existing = [path for path in targets if path.name != _MERGED and (path.exists() or path.is_symlink())]
    if existing and not force:
        names = ", ".join(str(path.relative_to(folder)) for path in existing)
        raise UsageError(f"{folder}: already has {names}; nothing was written (--force replaces them)")
    return write_all(folder, {name: targets[folder / name] for name in files})


def _merged(path: Path, text: str) -> str:
    if path.name != _MERGED or not path.is_file():
        return text
    present = path.read_text(encoding="utf-8")
    missing = [line for line in text.splitlines() if line not in present.splitlines()]
    separator = "" if present.endswith("\n") or not present else "\n"
    return present + separator + "".join(f"{line}\n" for line in missing)
