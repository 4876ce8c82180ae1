"""The functions of relinfra; the command line calls the same ones.

Each function imports the rooms it needs when called: only `synth` starts Node.js, only `check` loads Checkov.
"""
# ruff: noqa: PLC0415 - see above

from __future__ import annotations

import shutil
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from relinfra.errors import UsageError
from relinfra.output import DOCUMENTS, DocumentList, part_of, replacing_build, settle, write_files
from relinfra.phases import Clock, Observer
from relinfra.regular_file import real
from relinfra.results import Build

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence

    from relinfra.layout import Layout
    from relinfra.linter import LintFinding
    from relinfra.matrix import Matrix
    from relinfra.plan import Runbook, Verification
    from relinfra.policy import Report
    from relinfra.release import ReleaseFile
    from relinfra.results import Synthesis
    from relinfra.review import Difference
    from relinfra.review.affected import Affected
    from relinfra.review.parity import Parity

    PathLike = str | os.PathLike[str]

__all__ = [
    "affected",
    "build",
    "check",
    "close_release",
    "diff",
    "lint",
    "load",
    "load_release",
    "merge",
    "new_release",
    "parity",
    "runbooks",
    "synth",
    "validate",
    "verify",
    "write_plan",
    "write_reports",
]

_REPORTS = {"table": "txt", "json": "json", "sarif": "sarif", "baseline": "baseline"}


def load(path: PathLike = "relinfra.yaml") -> Matrix:
    """Read, merge and check a matrix. Raises `UsageError` and `MatrixError`."""
    from relinfra.matrix import Matrix

    return Matrix.load(path)


def validate(path: PathLike = "relinfra.yaml") -> Matrix:
    """Read, merge and check a matrix: its folders of checks, its overrides, and what it would lose; starts no Node.js.

    Raises `UsageError`, `MatrixError`, `LockError` where something would be lost that the lock beside it keeps, and
    `ToolError` where the constructs refuse to compose its stacks.
    """
    from relinfra.app import find_app
    from relinfra.composing import addresses_with_former, check_overrides
    from relinfra.lockfile import refuse_foreseen
    from relinfra.matrix.check_folders import refuse_missing_checks

    matrix = load(path)
    refuse_missing_checks(matrix)
    check_overrides(matrix)
    # An app has stacks and resources of the team's own, which only synthesis knows.
    whole = find_app(Path(path).parent, Path(matrix.file)) is None
    refuse_foreseen(matrix, (lambda: addresses_with_former(matrix)) if whole else None)
    return matrix


def load_release(repository: PathLike, version: str) -> ReleaseFile:
    """Read and check `releases/VERSION.yaml` of a repository. Raises `UsageError` and `ReleaseError`."""
    from relinfra.release import load_release as load_one

    return load_one(Path(repository), version)


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
    with current_stacks(loaded, repository, _stacks(stacks, repository)) as folder:
        return look(
            loaded,
            repository,
            folder,
            today=today or date.today(),
            version=release,
            ignored=tuple(ignored),
            meant=Intentions.of(loaded),
        )


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
    target = Path(out) if out is not None else _layout().target
    made = _synthesized(matrix, target, repository, locked=locked, environments=environments)
    if made.lock:
        made.lock.write()
    return made


def _synthesized(
    matrix: Matrix, out: Path, repository: PathLike | None, *, locked: bool, environments: Sequence[str] = ()
) -> Synthesis:
    """Synthesize, and leave it to the caller to write the lock."""
    from relinfra.app import find_app
    from relinfra.reading.nearest import nearest
    from relinfra.synthesis import synthesize

    app = find_app(Path(repository), Path(matrix.file)) if repository is not None else None
    on_aws = [name for name, environment in matrix.environments.items() if environment.target == "aws"]
    for name in environments:
        if name not in on_aws:
            raise UsageError(f"--environment {name}: expected an environment on AWS; {nearest(name, on_aws)}")
    return synthesize(matrix, out, app, locked=locked, environments=environments)


def merge(parts: Sequence[PathLike], out: PathLike = "out") -> tuple[Path, ...]:
    """Merge parts, each synthesized for some environments, into `out`: the bytes of one run.

    A part is the `out` of a job, or its folder of stacks. Policy reports are merged where every part has one. Return
    what was written. Raises `OutputError` where parts do not fit each other, or an environment is in none.
    """
    from relinfra.output import merge_parts
    from relinfra.policy.merging import merge_reports

    folders = [Path(part) for part in parts]
    stacks = Path(out) / "cdktf.out"
    merge_parts([one / "cdktf.out" if (one / "cdktf.out").is_dir() else one for one in folders], stacks)
    reports = [one / _report_name("json") for one in folders]
    if not all(report.is_file() for report in reports):
        return (stacks,)
    return (stacks, *write_reports(merge_reports(reports, stacks), out))


def check(
    folder: PathLike | None = None,
    *,
    today: date | None = None,
    plans: PathLike | None = None,
    environments: Sequence[str] = (),
    checks: Sequence[PathLike] = (),
    repository: PathLike | None = None,
) -> Report:
    """Ask every policy of the stacks in `folder` (`out/cdktf.out`); the matrix's waivers are judged as of `today`.

    With `environments`, of those of these environments alone. `checks` are folders with checks of a team's own, beside
    those that the matrix names; the latter lie in `repository`, or in the folder above the stacks that has the matrix.

    `plans` is a folder with the plan of each stack as `STACK.plan.json`, to be asked too. A failed policy is no error:
    see `report.ok`. Raises `OutputError`, `ToolError`, and `InputError` for checks that cannot be loaded.
    """
    from relinfra import policy
    from relinfra.policy.own_folders import own_folders

    stacks = _stacks(folder)
    settle(real(stacks))
    own = own_folders(stacks, [Path(one) for one in checks], Path(repository) if repository is not None else None)
    with part_of(stacks, environments) if environments else nullcontext(stacks) as part:
        day = today or date.today()
        return policy.check(part, today=day, plans=Path(plans) if plans else None, checks=own)


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
        return affected_against(Path(against), _stacks(folder))
    return affected_since(str(base), Path(matrix), app=app, install=install)


def parity(first: str, second: str, folder: PathLike | None = None) -> Parity:
    """Compare two environments of the stacks in `folder` (`out/cdktf.out`) by what was synthesized.

    A difference is no error: see `ok` of the result. Raises `UsageError` for an environment without stacks, and
    `OutputError`.
    """
    from relinfra.evidence import read_output
    from relinfra.review.parity import find_parity

    return find_parity(read_output(_stacks(folder)), first, second)


def write_reports(report: Report, out: PathLike) -> tuple[Path, ...]:
    """Write `policy-report.txt`, `.json`, `.sarif` and `.baseline` into `out`, and list them; return their paths."""
    from relinfra.policy import render

    texts = {_report_name(form): render(report, form) for form in _REPORTS}
    former = _listed(Path(out))
    made = former.with_reports(texts, report.digest)
    return write_files(Path(out), {**texts, DOCUMENTS: made.text}, given_up=former.beyond(made))[: len(texts)]


def _report_name(form: str) -> str:
    return f"policy-report.{_REPORTS[form]}"


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

    stacks, version = _stacks(folder, repository), chosen_release(Path(repository), release)
    settle(real(stacks))
    _refuse_wrong_release(stacks, Path(repository), version)
    where = Path(out) if out is not None else _layout(repository).documents_about(stacks)
    with part_of(stacks, environments) if environments else nullcontext(stacks) as part:
        return write(
            part,
            where,
            repository=Path(repository),
            version=version,
            sets=sets,
            language=language,
            formats=formats,
            against=_former(against),
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

    stacks = _stacks(folder, repository)
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

    former = _former(against)
    stacks = _stacks(folder, repository)
    where = Path(documents) if documents is not None else _layout(repository).documents_about(stacks)
    for read in (stacks, where):
        settle(real(read))
    held = Path(states) if states else None
    verification = verify_plan(where, stacks, repository=Path(repository), against=former, states=held)
    return replace(verification, older=older_stacks(stacks, Path(repository)))


def new_release(version: str, matrix: PathLike = "relinfra.yaml", *, today: date | None = None) -> Path:
    """Begin `releases/VERSION.yaml` beside a matrix from its commits since the version before, and return its path.

    What only people know is marked in it. Raises `UsageError` where the file exists or the release is closed,
    `MatrixError`, and `ToolError` where the commits cannot be read.
    """
    from relinfra.release import FOLDER
    from relinfra.starter import release_text

    loaded, folder = load(matrix), Path(matrix).parent
    path = folder / FOLDER / f"{version}.yaml"
    text = release_text(loaded, folder, version, today or date.today())
    write_files(folder, {f"{FOLDER}/{version}.yaml": text})
    return path


def close_release(
    version: str,
    folder: PathLike | None = None,
    documents: PathLike | None = None,
    *,
    repository: PathLike = ".",
    against: PathLike | None = None,
) -> tuple[Verification, tuple[Path, ...]]:
    """Freeze the documents of a release that is over in `releases/VERSION/`, with the facts that prove them.

    Return whether they hold, and the paths written: none where they do not. From then on `verify` holds them against
    those facts. Raises `UsageError` where it is closed already, and `OutputError` where it has no documents.
    """
    from relinfra.plan import close_release as close

    stacks = _stacks(folder, repository)
    where = Path(documents) if documents is not None else _layout(repository).documents_about(stacks)
    former = _former(against)
    return close(version, where, stacks, repository=Path(repository), against=former)


def build(
    matrix: PathLike = "relinfra.yaml",
    out: PathLike = "out",
    *,
    release: str | None = None,
    sets: Sequence[str] = ("release-plan",),
    language: str = "en",
    formats: Sequence[str] = ("md",),
    against: PathLike | None = None,
    locked: bool = False,
    today: date | None = None,
    app: bool = True,
    observer: Observer | None = None,
) -> Build:
    """Validate, synthesize, check, plan and verify, and replace the folder `out` by the result, whole.

    Every release file beside the matrix is held to what `relinfra validate` holds it to, whichever is planned.
    Where `cdktf.json` beside the matrix names an app, that is what is synthesized, unless `app` is False. A failed
    policy or statement stops nothing: see `ok` of the result, and `outdated` for documents of former builds. Ids that
    any set needs for the first time are kept in `releases/document-ids.json`; with `locked`, those of `sets` are
    refused, and so is what the lock beside the matrix lacks. `observer` is entered for each phase. Raises `LockError`
    when something would be lost that the lock keeps.
    """
    from relinfra.linter.releases import checked_releases
    from relinfra.plan import give_every_id, verify_plan
    from relinfra.release import chosen_release

    clock = Clock(observer)
    folder, repository = Path(out), Path(matrix).parent
    with clock("load"):
        loaded = load(matrix)
        version, former = chosen_release(repository, release), _former(against)
        checked_releases(loaded, repository)
    with replacing_build(folder, lambda: _written_into(folder)) as begun:
        staging = begun.folder
        stacks = staging / "cdktf.out"
        with clock("synth"):
            made = _synthesized(loaded, stacks, repository if app else None, locked=locked)
        with clock("check"):
            report = check(stacks, today=today, repository=repository)
            files = write_reports(report, staging)
        with clock("plan"):
            _keep_documents(folder, staging)
            if not locked:
                give_every_id(stacks, staging, repository=repository, version=version)
            files += write_plan(
                stacks,
                staging,
                repository=repository,
                release=version,
                sets=sets,
                language=language,
                formats=formats,
                against=former,
                locked=locked,
            )
        with clock("verify"):
            verification = verify_plan(staging, stacks, repository=repository, against=former)
        begun.give_up(_listed(folder).beyond(_listed(staging)))
        files = tuple(path.relative_to(staging) for path in files)
        written = {path.as_posix() for path in files}
        begun.commit()
    if made.lock:
        made.lock.write()
    return Build(
        folder=folder,
        synthesis=replace(made, folder=folder / "cdktf.out"),
        report=report,
        verification=verification.where(lambda one: one.file in written),
        outdated=verification.where(lambda one: one.file not in written),
        files=files,
        seconds=clock.seconds,
    )


def _written_into(folder: Path) -> Iterator[PurePath]:
    """Yield what relinfra has written into a folder beside the stacks."""
    from relinfra.plan import written_files

    yield from (PurePath(name) for name in _listed(folder).files)
    yield from (PurePath(_report_name(form)) for form in _REPORTS)
    yield from written_files(folder)


def _keep_documents(folder: Path, staging: Path) -> None:
    """Let a build begin with the documents of former builds: it verifies those that it does not write anew too."""
    from relinfra.plan import FORMER_IDS

    kept = {name: one for name, one in _listed(folder).files.items() if one.kind == "document"}
    made = _listed(staging).files
    for name in [*kept, FORMER_IDS]:
        if (folder / name).is_file():
            (staging / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / name, staging / name)
    write_files(staging, {DOCUMENTS: DocumentList({**kept, **made}).text})


def _listed(folder: Path) -> DocumentList:
    return DocumentList.read(folder) or DocumentList()


def _layout(repository: PathLike = ".") -> Layout:
    from relinfra.layout import layout_of

    return layout_of(Path(repository))


def _former(against: PathLike | None) -> Path | None:
    """Return the folder that is compared with. Raises `UsageError` where it is none."""
    if against is not None and not (against and Path(against).is_dir()):
        raise UsageError(f"against: expected a folder with stacks, found none at {str(against)!r}")
    return None if against is None else Path(against)


def _stacks(folder: PathLike | None, repository: PathLike = ".") -> Path:
    return Path(folder) if folder is not None else _layout(repository).stacks


def _refuse_wrong_release(stacks: Path, repository: Path, version: str | None) -> None:
    """Refuse a release that names what the matrix beside it does not have; nobody knows where there is no matrix."""
    from relinfra.errors import MatrixError
    from relinfra.linter.releases import checked_release
    from relinfra.older import matrix_beside

    matrix = matrix_beside(stacks, repository) if version else None
    if version and matrix:
        with suppress(MatrixError):  # documents are of the stacks, not of a matrix that is just being changed
            checked_release(load(matrix), repository, version)
