"""Synthesis: the stacks of a matrix, or of the app beside it."""
# ruff: noqa: PLC0415 - only what is called is imported

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from relinfra.api.folders import layout_beside
from relinfra.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relinfra.api.folders import PathLike
    from relinfra.matrix import Matrix
    from relinfra.results import Synthesis

__all__ = ["synth", "synthesized"]


def synth(
    matrix: Matrix,
    out: PathLike | None = None,
    *,
    repository: PathLike | None = None,
    locked: bool = False,
    environments: Sequence[str] = (),
) -> Synthesis:
    """Synthesize the stacks of `matrix` and replace the folder `out` (`out/cdktf.out`) by them, whole.

    With `repository` it is the app that `cdktf.json` there names which is synthesized, with the team's own stacks. What
    is new and holds data is added to the lock beside the matrix, or refused where it is `locked`. With `environments`
    it is a part, without the stacks of others and without a word to the lock: `merge` makes the whole of parts. Raises
    `UsageError` and `MatrixError` when an environment or an override names nothing, `LockError` when something would be
    lost that the lock keeps, `OutputError` when `out` holds something else, `ToolError` when the app or the constructs
    cannot run.
    """
    target = Path(out) if out is not None else layout_beside().target
    made = synthesized(matrix, target, repository, locked=locked, environments=environments)
    if made.lock:
        made.lock.write()
    return made


def synthesized(
    matrix: Matrix, out: Path, repository: PathLike | None, *, locked: bool, environments: Sequence[str] = ()
) -> Synthesis:
    """Synthesize as `synth` does, and leave it to the caller to write the lock."""
    from relinfra.app import find_app
    from relinfra.reading.nearest import nearest
    from relinfra.synthesis import synthesize

    app = find_app(Path(repository), Path(matrix.file)) if repository is not None else None
    on_aws = [name for name, environment in matrix.environments.items() if environment.target == "aws"]
    for name in environments:
        if name not in on_aws:
            raise UsageError(f"--environment {name}: expected an environment on AWS; {nearest(name, on_aws)}")
    return synthesize(matrix, out, app, locked=locked, environments=environments)
