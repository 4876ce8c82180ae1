from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[3] / "examples"


class Team:
    """A team's repository: the minimal example in its folder `infra`, committed."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.folder = top / "infra"
        self.matrix = self.folder / "relinfra.yaml"
        shutil.copytree(EXAMPLES / "minimal", self.folder, ignore=shutil.ignore_patterns("out"))
        self.git("init", "--quiet")
        self.commit("the first state")

    def git(self, *arguments: str) -> str:
        """Run git as nobody in particular, and return what it printed."""
        own = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.com", "-c", "commit.gpgsign=false")
        command = ["git", "-C", str(self.top), *own, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def commit(self, message: str) -> str:
        """Commit everything, and return the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    def change(self, was: str, now: str) -> None:
        """Change the matrix."""
        text = self.matrix.read_text()
        assert was in text
        self.matrix.write_text(text.replace(was, now))


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Return a repository with one commit."""
    return Team(tmp_path / "repository")
