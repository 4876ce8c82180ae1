"""Documents and runbooks: written, and held against what is there."""
# ruff: noqa: PLC0415 - only what is called is imported

from __future__ import annotations

from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from relinfra.api.folders import compared_with, layout_beside, stacks_in
from relinfra.api.loading import load
from relinfra.output import part_of, settle
from relinfra.real_path import real

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relinfra.api.folders import PathLike
    from relinfra.plan import Runbook, Verification

__all__ = ["runbooks", "verify", "write_plan"]


def write_plan(
    folder: PathLike | None = None,
    out: PathLike | None = None,
    *,
    repository: PathLike = ".",
    release: str | None = None,
    sets: Sequence[str] = ("release-plan",),
    language: str = "en",
    formats: Sequence[str] = ("md",),
    against: PathLike | None = None,
    locked: bool = False,
    environments: Sequence[str] = (),
) -> tuple[Path, ...]:
    """Write sets of documents about the stacks in `folder` (`out/cdktf.out`) into `out`; return the paths.

    `repository` is the folder with the matrix, the workflows, the versioning configuration and `releases/`; `release`
    is the version that the documents are about, or `newest`: the highest that has a file, none where there is no file.
    `sets` are names of `relinfra.plan.SETS`, or `all`; `language` is one of `LANGUAGES`, `formats` are of `FORMATS`.
    `against` is what was synthesized before, whose difference is told. With `environments`, they are about the stacks
    of these environments alone. Ids that documents need for the first time are
    kept in `releases/document-ids.json` of the repository; where it is `locked` they are refused. Raises `UsageError`,
    `ReleaseError`, `OutputError` and `ToolError`.
    """
    from relinfra.plan import write_plan as write
    from relinfra.release import chosen_release

    stacks, version = stacks_in(folder, repository), chosen_release(Path(repository), release)
    settle(real(stacks))
    _refuse_wrong_release(stacks, Path(repository), version)
    where = Path(out) if out is not None else layout_beside(repository).documents_about(stacks)
    with part_of(stacks, environments) if environments else nullcontext(stacks) as part:
        return write(
            part,
            where,
            repository=Path(repository),
            version=version,
            sets=sets,
            language=language,
            formats=formats,
            against=compared_with(against),
            locked=locked,
        )


def runbooks(
    folder: PathLike | None = None, *, repository: PathLike = ".", language: str = "en"
) -> tuple[Runbook, ...]:
    """Return the runbooks of the stacks in `folder` (`out/cdktf.out`): pages and programs, written nowhere.

    Raises `OutputError`.
    """
    from relinfra.plan import known_facts
    from relinfra.plan import runbooks as made

    stacks = stacks_in(folder, repository)
    settle(real(stacks))
    return made(known_facts(stacks, repository=Path(repository)), language)


def verify(
    folder: PathLike | None = None,
    documents: PathLike | None = None,
    *,
    repository: PathLike = ".",
    against: PathLike | None = None,
    states: PathLike | None = None,
) -> Verification:
    """Compare every set of documents in `documents` (`out`) with what `folder` and `repository` say today.

    With a folder of `states`, as `terraform show -json` prints them, what was built counts. A difference is no error:
    see `ok` and `causes` of the result. Raises `OutputError`, and `MatrixError` where the matrix was changed since and
    cannot be read.
    """
    from relinfra.older import older_stacks
    from relinfra.plan import verify_plan

    former = compared_with(against)
    stacks = stacks_in(folder, repository)
    where = Path(documents) if documents is not None else layout_beside(repository).documents_about(stacks)
    for read in (stacks, where):
        settle(real(read))
    held = Path(states) if states else None
    verification = verify_plan(where, stacks, repository=Path(repository), against=former, states=held)
    return replace(verification, older=older_stacks(stacks, Path(repository)))


def _refuse_wrong_release(stacks: Path, repository: Path, version: str | None) -> None:
    """Refuse a release that names what the matrix beside it does not have; nobody knows where there is no matrix."""
    from relinfra.errors import MatrixError
    from relinfra.linter.releases import checked_release
    from relinfra.older import matrix_beside

    matrix = matrix_beside(stacks, repository) if version else None
    if version and matrix:
        with suppress(MatrixError):  # documents are of the stacks, not of a matrix that is just being changed
            checked_release(load(matrix), repository, version)
