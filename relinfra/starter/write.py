"""Putting first files into a repository that may already have some."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from relinfra.output import write_files as write_all
from relinfra.regular_file import readable

__all__ = ["Written", "write_files"]

_MERGED = ".gitignore"


@dataclass(frozen=True)
class Written:
    """The paths of files that were written, and of those that were there and are left as they are."""

    files: tuple[Path, ...]
    kept: tuple[Path, ...]


def write_files(folder: Path, files: Mapping[str, str], *, force: bool = False) -> Written:
    """Write `files`, text by path, into `folder`: all of them or none.

    What exists is kept unless `force` is given; lines missing in an existing `.gitignore` are added to it.
    """
    texts = {name: _merged(folder / name, text) for name, text in files.items()}
    there = {name for name in files if (folder / name).exists() or (folder / name).is_symlink()}
    added = {name for name in there if Path(name).name == _MERGED and texts[name] != _text(folder / name)}
    kept = () if force else tuple(name for name in files if name in there - added)
    chosen = {name: text for name, text in texts.items() if name not in kept}
    return Written(write_all(folder, chosen) if chosen else (), tuple(folder / name for name in kept))


def _merged(path: Path, text: str) -> str:
    if path.name != _MERGED or not path.is_file():
        return text
    present = _text(path)
    missing = [line for line in text.splitlines() if line not in present.splitlines()]
    separator = "" if present.endswith("\n") or not present else "\n"
    return present + separator + "".join(f"{line}\n" for line in missing)


def _text(path: Path) -> str:
    return readable(path).read_text(encoding="utf-8") if path.is_file() else ""
