"""Looking for anti-patterns of releases."""
# ruff: noqa: PLC0415 - only what is called is imported

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from relinfra.api.folders import stacks_in
from relinfra.api.loading import load
from relinfra.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relinfra.api.folders import PathLike
    from relinfra.linter import LintFinding

__all__ = ["lint"]


def lint(
    matrix: PathLike = "relinfra.yaml",
    *,
    release: str | None = None,
    ignored: Sequence[str] = (),
    stacks: PathLike | None = None,
    today: date | None = None,
) -> tuple[LintFinding, ...]:
    """Look for anti-patterns of releases in a matrix, its stacks, and `releases/` and `.github/workflows/` beside it.

    `release` is the version looked at, the newest with a file unless told; `ignored` are ids of
    `relinfra.linter.rules`. `stacks` are read where they were synthesized from these values, else (in `out/cdktf.out`
    unless told) they are synthesized for the while. A finding that `lint_waivers` accepts on `today` has its `waiver`.
    Raises `UsageError`, `MatrixError`, `ReleaseError` and what `synth` raises.
    """
    from relinfra.linter import lint as look
    from relinfra.linter import lint_rules
    from relinfra.review.meant import Intentions
    from relinfra.synthesis import current_stacks

    unknown = sorted(set(ignored) - lint_rules().keys())
    if unknown:
        raise UsageError(f"--ignore {unknown[0]}: expected one of {', '.join(lint_rules())}")
    loaded, repository = load(matrix), Path(matrix).parent
    with current_stacks(loaded, repository, stacks_in(stacks, repository)) as folder:
        return look(
            loaded,
            repository,
            folder,
            today=today or date.today(),
            version=release,
            ignored=tuple(ignored),
            meant=Intentions.of(loaded),
        )
