import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from relinfra.evidence import Fact, Repository
from relinfra.evidence.declared import Declarations
from relinfra.evidence.facts import Everything
from relinfra.evidence.history import collect
from relinfra.evidence.recorder import Recorder
from relinfra.release import read_release

_WHO = {f"GIT_{role}_{what}": "Mia" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
_ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}

Collect = Callable[..., Mapping[str, Fact]]


class Project:
    """A real git repository; its clock goes on by a minute with each commit, so that ids are always the same."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._minute = 0
        root.mkdir(parents=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, folder: Path | None = None) -> str:
        """Run git and return what it says."""
        return self.run("git", *arguments, folder=folder)

    def run(self, *command: str, folder: Path | None = None) -> str:
        """Run a program in the repository and return what it prints."""
        dates = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"2026-11-02T09:{self._minute:02}:00Z")
        run = subprocess.run(
            command,
            cwd=folder or self.root,
            env={**os.environ, **_WHO, **_ALONE, **dates},
            check=True,
            capture_output=True,
            text=True,
        )
        return run.stdout.strip()

    def commit(self, message: str, path: str = "work.txt", *, tag: str = "") -> str:
        """Change a file, commit it, and return the whole id."""
        self._minute += 1
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{self._minute}\n")
        self.git("add", "--", path)
        self.git("commit", "-q", "-m", message)
        if tag:
            self.git("tag", tag)
        return self.git("rev-parse", "HEAD")

    def write(self, path: str, text: str) -> None:
        """Write a file without committing it."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a repository without a commit."""
    return Project(tmp_path / "project")


@pytest.fixture
def history() -> Collect:
    """Return what collects the history of a release in a folder, ids without the prefix."""

    def collected(root: Path, version: str) -> Mapping[str, Fact]:
        facts: list[Fact] = []
        recorder = Recorder(facts, Declarations({}), (Everything,)).at(Everything.history)
        collect(Repository(root), version, read_release(root, version), recorder)
        return {fact.id.removeprefix("history."): fact for fact in facts}

    return collected
