"""What relinfra does, as functions; the command line calls the same ones.

Each function imports the rooms it needs when called: only `synth` starts Node.js, only `check` loads Checkov.
"""
# ruff: noqa: PLC0415 - see above

from __future__ import annotations

import shutil
from contextlib import contextmanager
from datetime import date
from pathlib import Path, PurePath
from time import perf_counter
from typing import TYPE_CHECKING

from relinfra.errors import ToolError, UsageError
from relinfra.output import replacing_build, settle, write_files
from relinfra.results import Build, Synthesis

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from relinfra.evidence import Stack
    from relinfra.linter import Finding
    from relinfra.matrix import Matrix
    from relinfra.plan import Verification
    from relinfra.policy import Report
    from relinfra.release import ReleaseFile

    PathLike = str | os.PathLike[str]
    Observer = Callable[[str], AbstractContextManager[None]]

__all__ = ["build", "check", "lint", "load", "load_release", "synth", "verify", "write_plan", "write_reports"]

_REPORTS = {"table": "txt", "json": "json", "sarif": "sarif"}


def load(path: PathLike = "relinfra.yaml") -> Matrix:
    """Read, merge and check a matrix. Raises `UsageError` and `MatrixError`."""
    from relinfra.matrix import Matrix

    return Matrix.load(path)


def load_release(repository: PathLike, version: str) -> ReleaseFile:
    """Read and check `releases/VERSION.yaml` of a repository. Raises `UsageError` and `ReleaseError`."""
    from relinfra.release import load_release as load_one

    return load_one(Path(repository), version)


def lint(
    matrix: PathLike = "relinfra.yaml", *, release: str | None = None, ignored: Sequence[str] = ()
) -> tuple[Finding, ...]:
    """Look for anti-patterns of releases in a matrix, in `releases/` and `.github/workflows/` beside it.

    `release` is the version looked at, the newest with a file unless told; `ignored` are ids of
    `relinfra.linter.rules`. Raises `UsageError`, `MatrixError` and `ReleaseError`.
    """
    from relinfra.linter import lint as look
    from relinfra.linter import lint_rules

    unknown = sorted(set(ignored) - lint_rules().keys())
    if unknown:
        raise UsageError(f"--ignore {unknown[0]}: expected one of {', '.join(lint_rules())}")
    return look(load(matrix), Path(matrix).parent, version=release, ignored=tuple(ignored))


def synth(matrix: Matrix, out: PathLike = "cdktf.out") -> Synthesis:
    """Synthesize the stacks of `matrix` and replace the folder `out` by them, whole.

    Raises `MatrixError` when an override names nothing, `OutputError` when `out` holds something else, `ToolError` when
    the constructs cannot run.
    """
    from relinfra.evidence import read_output
    from relinfra_constructs.errors import ConstructError

    try:
        from relinfra.stacks import ReleaseApp

        ReleaseApp(matrix, output=Path(out)).synth()
    except ConstructError as error:
        raise ToolError(str(error)) from error
    resources = {name: _managed(stack) for name, stack in read_output(Path(out)).stacks.items()}
    return Synthesis(folder=Path(out), resources=resources)


def check(folder: PathLike = "cdktf.out", *, today: date | None = None, plans: PathLike | None = None) -> Report:
    """Ask every policy of the stacks in `folder`; the matrix's waivers are judged as of `today`.

    `plans` is a folder with the plan of each stack as `STACK.plan.json`, to be asked too. A failed policy is no error:
    see `report.ok`. Raises `OutputError` and `ToolError`.
    """
    from relinfra import policy

    settle(Path(folder).resolve())
    return policy.check(Path(folder), today=today or date.today(), plans=Path(plans) if plans else None)


def write_reports(report: Report, out: PathLike) -> tuple[Path, ...]:
    """Write `policy-report.txt`, `.json` and `.sarif` into `out` and return their paths."""
    from relinfra.policy import render

    return write_files(Path(out), {_report_name(form): render(report, form) for form in _REPORTS})


def _report_name(form: str) -> str:
    return f"policy-report.{_REPORTS[form]}"


def write_plan(
    folder: PathLike = "cdktf.out",
    out: PathLike = ".",
    *,
    repository: PathLike = ".",
    release: str | None = None,
    sets: Sequence[str] = ("release-plan",),
    language: str = "en",
    formats: Sequence[str] = ("md",),
    against: PathLike | None = None,
) -> tuple[Path, ...]:
    """Write sets of documents about the stacks in `folder` into `out`; return the paths.

    `repository` is the folder with the matrix, the workflows, the versioning configuration and `releases/`; `release`
    is the version that the documents are about, or `newest`: the highest that has a file, none where there is no file.
    `sets` are names of `relinfra.plan.SETS`, or `all`; `language` is one of `LANGUAGES`, `formats` are of `FORMATS`.
    `against` is what was synthesized before, whose difference is told. Raises `UsageError`, `ReleaseError`,
    `OutputError` and `ToolError`.
    """
    from relinfra.plan import write_plan as write
    from relinfra.release import chosen_release

    settle(Path(folder).resolve())
    return write(
        Path(folder),
        Path(out),
        repository=Path(repository),
        version=chosen_release(Path(repository), release),
        sets=sets,
        language=language,
        formats=formats,
        against=Path(against) if against else None,
    )


def verify(
    folder: PathLike = "cdktf.out",
    documents: PathLike = ".",
    *,
    repository: PathLike = ".",
    against: PathLike | None = None,
) -> Verification:
    """Compare every set of documents in `documents` with what `folder` and `repository` say today.

    A difference is no error: see `ok` and `differences` of the result. Raises `OutputError`.
    """
    from relinfra.plan import verify_plan

    former = Path(against) if against else None
    for read in (folder, documents):
        settle(Path(read).resolve())
    return verify_plan(Path(documents), Path(folder), repository=Path(repository), against=former)


def build(
    matrix: PathLike = "relinfra.yaml",
    out: PathLike = "out",
    *,
    release: str | None = None,
    sets: Sequence[str] = ("release-plan",),
    language: str = "en",
    formats: Sequence[str] = ("md",),
    against: PathLike | None = None,
    today: date | None = None,
    observer: Observer | None = None,
) -> Build:
    """Validate, synthesize, check, plan and verify, and replace the folder `out` by the result, whole.

    A failed policy or statement stops nothing: see `ok` of the result. `observer` is entered for each phase.
    """
    from relinfra.release import chosen_release

    clock = _Clock(observer)
    folder, repository = Path(out), Path(matrix).parent
    with clock("load"):
        loaded = load(matrix)
        version = chosen_release(repository, release)
        if version:
            load_release(repository, version)
    with replacing_build(folder, lambda: _written_into(folder)) as begun:
        staging = begun.folder
        stacks = staging / "cdktf.out"
        with clock("synth"):
            made = synth(loaded, stacks)
        with clock("check"):
            report = check(stacks, today=today)
            files = write_reports(report, staging)
        with clock("plan"):
            _keep_ids(folder, staging)
            files += write_plan(
                stacks,
                staging,
                repository=repository,
                release=version,
                sets=sets,
                language=language,
                formats=formats,
                against=against,
            )
        with clock("verify"):
            verification = verify(stacks, staging, repository=repository, against=against)
        files = tuple(path.relative_to(staging) for path in files)
        begun.commit()
    return Build(
        folder=folder,
        synthesis=Synthesis(folder=folder / "cdktf.out", resources=made.resources),
        report=report,
        verification=verification,
        files=files,
        seconds=clock.seconds,
    )


def _written_into(folder: Path) -> Iterator[PurePath]:
    """Yield what relinfra has written into a folder beside the stacks."""
    from relinfra.plan import written_files

    yield from (PurePath(_report_name(form)) for form in _REPORTS)
    yield from written_files(folder)


def _keep_ids(folder: Path, staging: Path) -> None:
    """Let new documents go on from the ids that were given to the former ones."""
    from relinfra.plan import NUMBERS

    if (folder / NUMBERS).is_file():
        shutil.copy(folder / NUMBERS, staging)


def _managed(stack: Stack) -> int:
    return sum(not resource.type.startswith("data.") for resource in stack.resources)


class _Clock:
    """Enters the observer around each phase and keeps how long the phase took."""

    def __init__(self, observer: Observer | None) -> None:
        self._observer = observer
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, phase: str) -> Iterator[None]:
        start = perf_counter()
        if self._observer is None:
            yield
        else:
            with self._observer(phase):
                yield
        self.seconds[phase] = perf_counter() - start
