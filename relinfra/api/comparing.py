"""Revisions, folders and environments compared."""
# ruff: noqa: PLC0415 - only what is called is imported

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from relinfra.api.folders import stacks_in
from relinfra.errors import UsageError

if TYPE_CHECKING:
    from relinfra.api.folders import PathLike
    from relinfra.review import Difference
    from relinfra.review.affected import Affected
    from relinfra.review.parity import Parity

__all__ = ["affected", "diff", "parity"]


def diff(
    former: str | None = None,
    present: str | None = None,
    *,
    matrix: PathLike = "relinfra.yaml",
    app: bool = True,
    states: PathLike | None = None,
    plans: PathLike | None = None,
) -> Difference:
    """Compare two sides, each a folder with stacks or a git revision: `HEAD` and the working tree unless told.

    With `states`, a folder of `STACK.state.json`, one side is compared with what Terraform holds. `plans` are
    Terraform's own, as `STACK.plan.json`, believed before any table. Raises `UsageError`, `MatrixError`, `OutputError`
    and `ToolError`.
    """
    from relinfra.review import find_difference

    return find_difference(
        former,
        present,
        matrix=Path(matrix),
        app=app,
        states=Path(states) if states else None,
        plans=Path(plans) if plans else None,
    )


def affected(
    folder: PathLike | None = None,
    *,
    against: PathLike | None = None,
    base: str | None = None,
    matrix: PathLike = "relinfra.yaml",
    app: bool = True,
    install: bool = True,
) -> Affected:
    """Return the stacks that a change affects: those that differ, and those that read from them.

    Either the stacks in `folder` (`out/cdktf.out`) are compared with those in `against`, or the working tree with the
    revision `base`; both are synthesized then, the revision with the versions it pinned where they are others. Where
    those cannot be installed, or `install` is False, every stack is affected. Raises `UsageError`, `MatrixError`,
    `OutputError` and `ToolError`.
    """
    from relinfra.review.finding_affected import affected_against, affected_since

    if (against is None) == (base is None):
        raise UsageError("expected one of --against FOLDER and --base REVISION")
    if against is not None:
        return affected_against(Path(against), stacks_in(folder))
    return affected_since(str(base), Path(matrix), app=app, install=install)


def parity(first: str, second: str, folder: PathLike | None = None) -> Parity:
    """Compare two environments of the stacks in `folder` (`out/cdktf.out`) by what was synthesized.

    A difference is no error: see `ok` of the result. Raises `UsageError` for an environment without stacks, and
    `OutputError`.
    """
    from relinfra.evidence import read_output
    from relinfra.review.parity import find_parity

    return find_parity(read_output(stacks_in(folder)), first, second)
