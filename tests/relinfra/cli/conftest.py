from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Protocol

import pytest

EXAMPLES = Path(__file__).parents[3] / "examples"


class Relinfra(Protocol):
    """Runs the real program."""

    def __call__(self, *arguments: str | Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run `relinfra ARGUMENTS` in the test's folder."""


@pytest.fixture
def relinfra(tmp_path: Path) -> Relinfra:
    """The program itself, in a process of its own and an empty folder."""

    def run(*arguments: str | Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from relinfra.cli import main; main()", *map(str, arguments)]
        return subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, env=env
        )

    return run


@pytest.fixture(scope="session")
def matrix() -> Path:
    """A matrix that is valid."""
    return EXAMPLES / "minimal" / "relinfra.yaml"
