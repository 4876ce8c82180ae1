from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from relinfra import synth
from relinfra.matrix import Matrix
from tests.relinfra.lockfile.changes import BASE

Edited = Callable[..., Path]


@pytest.fixture(scope="session")
def locked_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a matrix, its lock and its stacks."""
    folder = tmp_path_factory.mktemp("base")
    (folder / "relinfra.yaml").write_text(BASE)
    synth(Matrix.load(folder / "relinfra.yaml"), folder / "out")
    return folder


@pytest.fixture
def edited(locked_base: Path, tmp_path: Path) -> Edited:
    """Return a function: edits of the matrix in, the matrix out, beside the lock of the one before them."""

    def edit(*edits: tuple[str, str]) -> Path:
        text = BASE
        for old, new in edits:
            assert old in text, old
            text = text.replace(old, new)
        shutil.copy(locked_base / "relinfra.lock.json", tmp_path)
        (tmp_path / "relinfra.yaml").write_text(text)
        return tmp_path / "relinfra.yaml"

    return edit
