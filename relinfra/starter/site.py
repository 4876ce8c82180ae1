"""The site of a matrix: the folder it lies in, and the repository of git around it with what that holds already."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from relinfra.errors import UsageError
from relinfra.evidence import Repository, collect_repository
from relinfra.evidence.history.git import open_git
from relinfra.layout import COMPOSE_FILES, MATRIX
from relinfra.pipeline import WORKFLOWS, WorkflowSite
from relinfra.real_path import real
from relinfra.regular_file import readable

__all__ = ["Site", "github_repository"]

_OURS = "relinfra"
_NUMBERED_BY_US = "release-please"
_FOLDER = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_./-]*", re.ASCII)
# https://docs.github.com/en/get-started/git-basics/about-remote-repositories, and SSH over the HTTPS port.
_REMOTE = re.compile(
    r"(?:https://(?:[^@/]*@)?github\.com/|ssh://git@(?:ssh\.)?github\.com(?::\d+)?/|git@(?:ssh\.)?github\.com:)"
    r"(?P<name>[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+?)(?:\.git)?/?"
)


def github_repository(url: str) -> str:
    """Return the `owner/name` of a remote on GitHub, empty for any other: AWS trusts repositories of github.com alone.

    Nothing else of the address is kept, which may hold a token.
    """
    found = _REMOTE.fullmatch(url)
    return found["name"] if found else ""


@dataclass(frozen=True)
class Site:
    """A folder for a matrix, which need not exist yet."""

    target: Path

    @cached_property
    def repository(self) -> Repository:
        """The folder, as evidence reads it."""
        return Repository(self.target)

    @property
    def root(self) -> Path:
        """The top of the repository around the folder; the folder itself where there is none."""
        return self.repository.top.root if self.folder else self.target

    @cached_property
    def folder(self) -> str:
        """The folder within the repository, empty for the whole. Raises `UsageError` where no path can name it."""
        found = self.repository.folder
        if found and not _FOLDER.fullmatch(found):
            expected = "expected a folder of letters, digits, dots, hyphens and underscores, for the workflow's paths"
            raise UsageError(f"{self.target}: {expected}, found `{found}`")
        return found

    @cached_property
    def github(self) -> str:
        """The repository on GitHub that git pushes to, empty where it has none."""
        existing = next(folder for folder in (self.target, *real(self.target).parents) if folder.is_dir())
        git = open_git(existing)
        return github_repository(git.remote) if git else ""

    @cached_property
    def versioned_by(self) -> str:
        """The tool other than release-please that numbers the releases already, empty where there is none."""
        tools = (one.key for one in collect_repository(self.repository).project.repository.versioning)
        return next((tool for tool in tools if tool != _NUMBERED_BY_US), "")

    @property
    def other_compose_file(self) -> str:
        """The Compose file of another name that is there, empty where there is none: `compose.yaml` would hide it."""
        return next((name for name in COMPOSE_FILES[1:] if (self.target / name).exists()), "")

    @property
    def program(self) -> str:
        """The file of the CDKTF app, which takes the place of nobody's program."""
        return self._free("main.py", "stacks.py")

    @property
    def requirements(self) -> str:
        """The file of what the workflow installs, which is not what the application needs."""
        return self._free("requirements.txt", "requirements-relinfra.txt")

    def workflow(self, project: str) -> WorkflowSite:
        """Return where the workflow of a project lies and what it runs on: beside those of others."""
        written = f"from {self.path(MATRIX)};"
        paths = (f"{WORKFLOWS}/release.yml", f"{WORKFLOWS}/release-{project}.yml")
        return WorkflowSite(
            folder=self.folder,
            path=next((path for path in paths if self._is_free(self.root / path, written)), paths[-1]),
            requirements=self.requirements,
            release_please=not self.versioned_by,
        )

    def may_write_workflow(self, path: str) -> bool:
        """Whether a workflow beside the release takes the place of nobody's own of that name."""
        return self._is_free(self.root / path, f"from {self.path(MATRIX)}.")

    def path(self, name: str) -> str:
        """Return the path of a file of the folder, from the top of the repository."""
        return f"{self.folder}/{name}" if self.folder else name

    def _free(self, usual: str, other: str) -> str:
        """Return the usual name unless the file of that name is of something else."""
        return usual if self._is_free(self.target / usual, _OURS) else other

    @staticmethod
    def _is_free(path: Path, mark: str) -> bool:
        try:
            return mark in readable(path).read_text("utf-8", errors="replace")
        except OSError:
            return not path.exists()
