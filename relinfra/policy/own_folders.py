"""Folders with checks of a team's own: of the matrix, of installed packages, and those that somebody asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from relinfra.errors import UsageError
from relinfra.evidence.declared import Declarations
from relinfra.evidence.reader import read_output
from relinfra.packs.finding_packs import foreign_folders
from relinfra.policy.check_files import check_files, check_folders
from relinfra.real_path import real

__all__ = ["own_folders"]


def own_folders(stacks: Path, asked: Sequence[Path] = (), repository: Path | None = None) -> tuple[Path, ...]:
    """Return every folder of checks for the stacks in a folder, each once. Raises `UsageError` for one that is none."""
    above = [repository] if repository else [*real(stacks).parents, Path.cwd(), *Path.cwd().parents]
    installed = [folder for folder in foreign_folders() if check_files(folder)]
    return check_folders([*_declared(read_output(stacks).declared, above), *installed, *asked])


def _declared(declared: Declarations, above: Sequence[Path]) -> Iterator[Path]:
    """Yield the folders that the matrix names, beside the first matrix that there is."""
    named = declared.project("checks")
    for folder in named.value if named and isinstance(named.value, tuple) else ():
        base = next((one for one in above if (one / declared.matrix).is_file() and (one / folder).is_dir()), None)
        if base is None:
            place = f"{declared.matrix}:{named.evidence.line}" if named else declared.matrix
            raise UsageError(f"{place}: checks: expected a folder beside the matrix, found no {folder}")
        yield base / folder
