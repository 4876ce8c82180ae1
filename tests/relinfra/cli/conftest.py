from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Protocol

import pytest

from tests import forked

EXAMPLES = Path(__file__).parents[3] / "examples"


class Relinfra(Protocol):
    """Runs the real program."""

    def __call__(self, *arguments: str | Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run `relinfra ARGUMENTS` in the test's folder."""


@pytest.fixture
def relinfra(tmp_path: Path) -> Relinfra:
    """The program itself, in a process of its own and an empty folder."""

    def run(*arguments: str | Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return forked.run("relinfra", *arguments, cwd=tmp_path, env=env)

    return run


@pytest.fixture(scope="session")
def matrix() -> Path:
    """A matrix that is valid."""
    return EXAMPLES / "minimal" / "relinfra.yaml"
