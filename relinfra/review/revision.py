"""Revisions of a repository, checked out aside and synthesized."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from relinfra.app import find_app
from relinfra.errors import InputError, OutputError, ToolError, UsageError
from relinfra.evidence import Output, read_output
from relinfra.evidence.declared import Declarations
from relinfra.evidence.history.asking import ask
from relinfra.evidence.history.git import Git, open_git
from relinfra.matrix import Matrix
from relinfra.real_path import real
from relinfra.synthesis import synthesize

__all__ = ["NOTHING", "Checkout", "checked_out", "repository_of", "synthesized"]

NOTHING = Output("", {}, Declarations({}))
"""The output of a revision that had no matrix yet."""


@dataclass(frozen=True)
class Checkout:
    """A revision in a folder of its own: its name, its commit, and the matrix there, which may not exist."""

    name: str
    commit: str
    matrix: Path
    folder: Path


def repository_of(matrix: Path) -> Git:
    """Return the git repository of a matrix. Raises `UsageError` where there is none, `ToolError` without git."""
    git = open_git(real(matrix).parent)
    if git is None:
        raise UsageError(
            f"{matrix}: expected a matrix in a git repository, found none; name two folders of stacks instead"
        )
    return git


@contextmanager
def checked_out(git: Git, name: str, matrix: Path) -> Iterator[Checkout]:
    """Check a revision out into a temporary folder, which is gone afterwards.

    Raises `UsageError` for a name that is no revision, and `ToolError` where git cannot check it out.
    """
    found = git.revision(name)
    if found is None:
        raise UsageError(f"{name}: expected a revision of {git.top} or a folder with stacks, found neither")
    with tempfile.TemporaryDirectory(prefix="relinfra-") as aside:
        tree = Path(aside) / "tree"
        _git(git.top, "worktree", "add", "--detach", "--quiet", str(tree), found.commit)
        try:
            yield Checkout(name, found.commit, tree / git.folder / matrix.name, Path(aside))
        finally:
            _git(git.top, "worktree", "remove", "--force", str(tree))


def synthesized(matrix: Path, folder: Path, *, app: bool = True) -> Output:
    """Synthesize a matrix, with the app of its repository, into a folder, and read it.

    Raises `MatrixError`, `OutputError` and `ToolError`.
    """
    loaded = Matrix.load(matrix)
    found = find_app(matrix.parent, Path(loaded.file)) if app else None
    synthesize(loaded, folder, found, guarded=False)
    return read_output(folder)


def synthesized_at(checkout: Checkout, *, app: bool = True) -> Output:
    """Return what a revision synthesizes to, nothing where it had no matrix. Raises what it fails with, by its name."""
    if not checkout.matrix.is_file():
        return NOTHING
    try:
        return synthesized(checkout.matrix, checkout.folder / "cdktf.out", app=app)
    except InputError as error:
        raise UsageError(_named(checkout, error)) from error
    except (OutputError, ToolError) as error:
        raise ToolError(_named(checkout, error)) from error


def _named(checkout: Checkout, error: Exception) -> str:
    """Return a message that names the revision, not the folder it was in, which is gone once it is read."""
    text = str(error).replace(f"{checkout.folder}/tree/", "")
    return f"revision {checkout.name} cannot be synthesized by this relinfra:\n{text}"


def _git(top: Path, *arguments: str) -> None:
    """Run git without the hooks of the repository, which would act on a checkout that nobody works in."""
    run = ask(("git", "-C", str(top), "-c", "core.hooksPath=/dev/null", *arguments))
    if run.returncode:
        raise ToolError(f"git {arguments[0]} {arguments[1]}: {run.stderr.decode(errors='replace').strip()}")
