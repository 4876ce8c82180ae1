"""Synthesizing a repository: by its app where it has one, else the stacks of its matrix."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from relinfra.app import find_app
from relinfra.errors import ToolError
from relinfra.evidence import read_output
from relinfra.json_file import json_or_empty
from relinfra.lockfile import guard
from relinfra.output import DECLARATION, keep_part, replacing_stacks
from relinfra.results import Synthesis

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from relinfra.app import RepositoryApp
    from relinfra.evidence import Stack
    from relinfra.matrix import Matrix

__all__ = ["current_stacks", "synthesize"]


def synthesize(
    matrix: Matrix,
    out: Path,
    app: RepositoryApp | None = None,
    *,
    locked: bool = False,
    environments: Sequence[str] = (),
    guarded: bool = True,
) -> Synthesis:
    """Replace the folder `out`, whole, by what `app` synthesizes, or without one by the stacks of `matrix`.

    With `environments` it is the part with their stacks, to be merged with the others; an app is run whole for it.
    What only looks at the stacks is not `guarded`: it shows what the lock would refuse.

    Raises `MatrixError` when an override names nothing, `LockError` when something would be lost that the lock beside
    the matrix keeps, `OutputError` when `out` holds something else, `ToolError` when the app or the constructs cannot
    run.
    """
    with replacing_stacks(out) as begun:
        said = _by_app(app, matrix, begun.folder) if app else _by_matrix(matrix, begun.folder, environments)
        if environments:
            keep_part(begun.folder, environments, _on_aws(matrix))
        output = read_output(begun.folder)
        lock = guard(matrix, output, locked=locked, environments=environments) if guarded else None
        begun.commit()
    resources = {name: _managed(stack) for name, stack in output.stacks.items()}
    return Synthesis(folder=out, resources=resources, said=said, lock=lock)


@contextmanager
def current_stacks(matrix: Matrix, repository: Path, folder: Path) -> Iterator[Path]:
    """Give the folder with the stacks of `matrix` as it is: `folder` where they lie there, else one for the while.

    Raises what `synthesize` raises.
    """
    if _effective(folder) == dict(matrix.effective_digests):
        yield folder
        return
    with TemporaryDirectory() as made:
        synthesize(matrix, Path(made) / "cdktf.out", find_app(repository, Path(matrix.file)), guarded=False)
        yield Path(made) / "cdktf.out"


def _on_aws(matrix: Matrix) -> list[str]:
    return [name for name, environment in matrix.environments.items() if environment.target == "aws"]


def _by_matrix(matrix: Matrix, out: Path, environments: Sequence[str] = ()) -> str:
    from relinfra_constructs.errors import ConstructError  # noqa: PLC0415 - importing it starts no Node.js, `stacks` does

    try:
        from relinfra.stacks import ReleaseApp  # noqa: PLC0415

        ReleaseApp(matrix, output=out, environments=environments or None).synth()
    except ConstructError as error:
        raise ToolError(str(error)) from error
    return ""


def _by_app(app: RepositoryApp, matrix: Matrix, out: Path) -> str:
    """Let the app synthesize; where it does not hold the stacks of `matrix`, do so without it, and say so."""
    with replacing_stacks(out) as begun:
        try:
            said = app.synthesize(begun.folder)
        except ToolError:
            # Where the matrix or Node.js is at fault, synthesizing the matrix alone says so, and in better words.
            _by_matrix(matrix, begun.folder / "matrix")
            raise
        if _declared(begun.folder) == matrix.sha256:
            begun.commit()
            return said
    _by_matrix(matrix, out)
    return (
        f"{app} holds no stacks of {matrix.file}, which was synthesized alone. From the next release on that is an "
        "error: give the app a relinfra.ReleaseApp of that matrix, or leave it out with --no-app"
    )


def _effective(folder: Path) -> Any:
    """Return the digests of the effective values that a folder was synthesized from; None where it says none."""
    return _of_matrix(folder).get("effective")


def _declared(folder: Path) -> str | None:
    """Return the digest of the matrix that a synthesized folder was made from; None where it has none."""
    digest = _of_matrix(folder).get("sha256")
    return None if digest is None else str(digest)


def _of_matrix(folder: Path) -> dict[str, Any]:
    """Return what a synthesized folder says of the matrix that it was made from."""
    found = json_or_empty(folder / DECLARATION).get("matrix")
    return found if isinstance(found, dict) else {}


def _managed(stack: Stack) -> int:
    return sum(not resource.type.startswith("data.") for resource in stack.resources)
