"""The main job: all of it at once."""
# ruff: noqa: PLC0415 - only what is called is imported

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from relinfra.api.checking import check, own_reports, write_reports
from relinfra.api.documenting import write_plan
from relinfra.api.folders import compared_with, listed_in
from relinfra.api.loading import load
from relinfra.api.synthesizing import synthesized
from relinfra.output import DOCUMENTS, DocumentList, replacing_build, write_files
from relinfra.phases import Clock, Observer
from relinfra.results import Build

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from relinfra.api.folders import PathLike

__all__ = ["build"]


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
        version, former = chosen_release(repository, release), compared_with(against)
        checked_releases(loaded, repository)
    with replacing_build(folder, lambda: _written_into(folder)) as begun:
        staging = begun.folder
        stacks = staging / "cdktf.out"
        with clock("synth"):
            made = synthesized(loaded, stacks, repository if app else None, locked=locked)
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
        begun.give_up(listed_in(folder).beyond(listed_in(staging)))
        begun.commit()
    if made.lock:
        made.lock.write()
    names = tuple(path.relative_to(staging) for path in files)
    written = {name.as_posix() for name in names}
    return Build(
        folder=folder,
        synthesis=replace(made, folder=folder / "cdktf.out"),
        report=report,
        verification=verification.where(lambda one: one.file in written),
        outdated=verification.where(lambda one: one.file not in written),
        files=names,
        seconds=clock.seconds,
    )


def _written_into(folder: Path) -> Iterator[PurePath]:
    """Yield what relinfra has written into a folder beside the stacks."""
    from relinfra.plan import written_files

    yield from (PurePath(name) for name in listed_in(folder).files)
    yield from own_reports(folder)
    yield from written_files(folder)


def _keep_documents(folder: Path, staging: Path) -> None:
    """Let a build begin with the documents of former builds: it verifies those that it does not write anew too."""
    from relinfra.plan import FORMER_IDS

    kept = {name: one for name, one in listed_in(folder).files.items() if one.kind == "document"}
    made = listed_in(staging).files
    for name in [*kept, FORMER_IDS]:
        if (folder / name).is_file():
            (staging / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / name, staging / name)
    write_files(staging, {DOCUMENTS: DocumentList({**kept, **made}).text})
