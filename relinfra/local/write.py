"""Putting the files of a local stage into a repository, where a person may have changed them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from relinfra.errors import UsageError
from relinfra.local.signed import is_untouched
from relinfra.output import write_files
from relinfra.regular_file import readable

__all__ = ["Outcome", "compare_files", "write_local_files"]


@dataclass(frozen=True)
class Outcome:
    """Files by what is to be done with them: `changed` are to be written, `same` are as they are to be.

    `edited` are those of the changed ones that a person has written or edited.
    """

    changed: tuple[str, ...]
    same: tuple[str, ...]
    edited: tuple[str, ...]


def compare_files(folder: Path, files: Mapping[str, str]) -> Outcome:
    """Return what of `files`, text by path, the folder has already."""
    found = {name: _read(folder / name) for name in files}
    same = tuple(name for name, text in files.items() if found[name] == text)
    changed = tuple(name for name in files if name not in same)
    edited = tuple(name for name in changed if (text := found[name]) is not None and not is_untouched(text))
    return Outcome(changed, same, edited)


def write_local_files(folder: Path, files: Mapping[str, str], *, force: bool = False) -> tuple[Path, ...]:
    """Write what differs, all of it or nothing, and return the paths written.

    Raises `UsageError`, having written nothing, where a person has written or edited one of them and `force` is not
    given.
    """
    outcome = compare_files(folder, files)
    if outcome.edited and not force:
        hint = "put your changes into compose.override.yaml and .env, or give --force, which drops them"
        named = ", ".join(str(folder / name) for name in outcome.edited)
        raise UsageError(f"{named}: written or edited by a person; nothing was written; {hint}")
    return write_files(folder, {name: files[name] for name in outcome.changed}) if outcome.changed else ()


def _read(path: Path) -> str | None:
    """Return the text of a file, None where there is none; what is no text is a person's."""
    if not path.exists() and not path.is_symlink():
        return None
    try:
        return readable(path).read_bytes().decode("utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        return ""
