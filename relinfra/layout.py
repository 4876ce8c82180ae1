"""The layout of a repository: stacks in `out/cdktf.out`, everything else that is made in `out`.

`cdktf.json` can name another folder for the stacks (`output`), as the cdktf command has it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relinfra.errors import UsageError
from relinfra.json_file import find_json
from relinfra.real_path import real

__all__ = [
    "APP_FILE",
    "COMPOSE_FILE",
    "COMPOSE_FILES",
    "EXAMPLE_FILE",
    "MATRIX",
    "OUT",
    "STACKS",
    "Layout",
    "find_repository",
    "layout_of",
    "read_app_file",
]

MATRIX = "relinfra.yaml"
APP_FILE = "cdktf.json"
COMPOSE_FILE = "compose.yaml"
COMPOSE_FILES = (COMPOSE_FILE, "compose.yml", "docker-compose.yaml", "docker-compose.yml")
"""The names at which Compose looks for its file, the first first."""

EXAMPLE_FILE = ".env.example"
OUT = "out"
STACKS = "out/cdktf.out"

_FORMER = "cdktf.out"
_NOTICE = (
    'stacks belong in out/cdktf.out (`"output": "out/cdktf.out"` in cdktf.json) and documents in out; '
    "the next release looks for them only there"
)


@dataclass(frozen=True)
class Layout:
    """The folders of one repository.

    `stacks` is where its stacks lie, `target` where they are synthesized to, `documents` where its documents lie.
    """

    repository: Path
    stacks: Path
    target: Path

    @property
    def documents(self) -> Path:
        """The folder of the documents about `stacks`."""
        return self.documents_about(self.stacks)

    def documents_about(self, stacks: Path) -> Path:
        """Return the folder of the documents about stacks that lie in `stacks`: in the former layout the repository."""
        return self.repository if _same(stacks, self.repository / _FORMER) else self.repository / OUT

    def notice(self, folder: Path) -> str | None:
        """Return what to tell of a folder that is used: that it lies where the version before had it."""
        return f"{folder}: {_NOTICE}" if _same(folder, self.repository / _FORMER) else None


def find_repository(start: Path = Path()) -> Path:
    """Return the folder with the matrix: `start`, or the next above it, up to the root of the repository.

    Where there is none it is `start`.
    """
    for steps, folder in enumerate((real(start), *real(start).parents)):
        if _holds(folder, MATRIX):
            return start.joinpath(*[os.pardir] * steps)
        if _holds(folder, ".git"):
            break
    return start


def layout_of(repository: Path) -> Layout:
    """Return the folders of a repository. Raises `UsageError` where its `cdktf.json` cannot be read.

    A lone `cdktf.out`, and a `cdktf.json` that says nothing of it, are the layout of the version before.
    """
    usual, former = repository / STACKS, repository / _FORMER
    app = read_app_file(repository)
    if app is not None:
        target = repository / str(app.get("output") or _FORMER)
    else:
        target = former if former.is_dir() and not usual.is_dir() else usual
    found = next((folder for folder in (target, usual, former) if folder.is_dir()), usual)
    return Layout(repository=repository, stacks=found, target=target)


def read_app_file(repository: Path) -> dict[str, Any] | None:
    """Return what `cdktf.json` of a repository says, None without one. Raises `UsageError` for what is no JSON."""
    return find_json(repository / APP_FILE, "`relinfra init` writes one", UsageError)


def _holds(folder: Path, name: str) -> bool:
    try:
        return (folder / name).exists()
    except OSError:  # a folder that is not ours to look into
        return False


def _same(one: Path, other: Path) -> bool:
    return real(one) == real(other)
