"""The repository that holds the matrix, as git knows it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from relinfra.errors import ToolError
from relinfra.evidence.history.asking import ask

__all__ = ["Git", "GitAncestry", "Revision", "open_git"]

_NONE_HERE = "not a git repository"


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit, and the tag or other name it is spoken of by."""

    name: str
    commit: str


@dataclass(frozen=True)
class Git:
    """A repository; `top` is its folder, `folder` the part of it looked at, with `/`, empty for all of it."""

    top: Path
    folder: str

    def revision(self, *names: str) -> Revision | None:
        """Return the first of the names that names a commit, or None."""
        for name in names:
            commit = self._said("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
            if commit:
                return Revision(name, commit)
        return None

    @property
    def remote(self) -> str:
        """The address of `origin`, or of the only other remote there is; empty where there is none."""
        names = (self._said("remote") or "").split()
        chosen = "origin" if "origin" in names or len(names) != 1 else names[0]
        return self._said("remote", "get-url", "--end-of-options", chosen) or ""

    def tag(self, *names: str) -> Revision | None:
        """Return the first of the names that names a tag, or None."""
        found = self.revision(*(f"refs/tags/{name}" for name in names))
        return Revision(found.name.removeprefix("refs/tags/"), found.commit) if found else None

    def tags(self, of: Revision) -> tuple[str, ...]:
        """Return the tags that a commit and those before it bear."""
        said = self._said("for-each-ref", f"--merged={of.commit}", "--format=%(refname:strip=2)", "refs/tags")
        return tuple((said or "").splitlines())

    def subject(self, of: Revision) -> str:
        """Return the first line of a commit's message."""
        return self._said("show", "--no-patch", "--no-show-signature", "--format=%s", of.commit) or ""

    def authors(self, commits: Iterable[str]) -> Mapping[str, str]:
        """Return the name of who made each commit, as `.mailmap` has it."""
        asked = tuple(commits)
        said = self._said("show", "--no-patch", "--no-show-signature", "--format=%H %aN", *asked) if asked else ""
        return {id_: name for id_, _, name in (line.partition(" ") for line in (said or "").splitlines())}

    def touching(self, range_: str) -> frozenset[str]:
        """Return the commits of a range that change something in the folder."""
        said = self._said("rev-list", "--full-history", range_, "--", f":(top,literal){self.folder}")
        return frozenset((said or "").split())

    def between(self, first: str, last: str) -> frozenset[str]:
        """Return the commits that `last` has and `first` has not; none where one of them is unknown."""
        return frozenset((self._said("rev-list", "--end-of-options", f"{first}..{last}") or "").split())

    def contains(self, last: str, commit: str) -> bool:
        """Whether a commit is `last` or comes before it."""
        return self._said("merge-base", "--is-ancestor", commit, last) is not None

    def cut_off(self, range_: str) -> bool:
        """Whether commits of a range are missing because the clone is shallow."""
        if not self.shallow:
            return False
        commits = (self._said("rev-list", range_) or "").split()
        return not self.shallow.isdisjoint(commits)

    @cached_property
    def shallow(self) -> frozenset[str]:
        """The commits whose parents are missing; none in a whole clone."""
        path = self._said("rev-parse", "--git-path", "shallow")
        file = self.top / path if path else None
        return frozenset(file.read_text(encoding="ascii").split()) if file and file.is_file() else frozenset()

    def _said(self, *arguments: str) -> str | None:
        run = _git(self.top, *arguments)
        return run.stdout.strip() if run.returncode == 0 else None


@dataclass(frozen=True)
class GitAncestry:
    """A repository asked about the commits up to `last` beyond their messages."""

    git: Git
    last: str

    def brought(self, merge: str, onto: str) -> frozenset[str]:
        """Return the commits that a merge brought onto a line, which is its first parent's where `onto` is empty."""
        found = self.git.between(onto, merge) if onto else frozenset()
        return found or self.git.between(f"{merge}^1", merge)

    def released(self, commit: str) -> bool:
        """Whether a commit that is not in the range comes before it."""
        return self.git.contains(self.last, commit)


def open_git(folder: Path) -> Git | None:
    """Return the repository around a folder, or None where there is none or no git.

    Raises `ToolError` where git refuses to read it, or does not answer.
    """
    try:
        run = _git(folder, "rev-parse", "--show-toplevel", "--show-prefix")
    except FileNotFoundError:
        return None
    if run.returncode != 0:
        if _NONE_HERE in run.stderr:
            return None
        raise ToolError(f"git: cannot read the repository of {folder}: {run.stderr.strip()}")
    top, _, prefix = run.stdout.partition("\n")
    return Git(Path(top), prefix.strip("\n").rstrip("/"))


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    run = ask(("git", "-C", str(folder), *arguments))
    output, errors = (said.decode(errors="replace").replace("\r\n", "\n") for said in (run.stdout, run.stderr))
    return subprocess.CompletedProcess(run.args, run.returncode, output, errors)
