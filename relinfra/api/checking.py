"""Policies, and their reports."""
# ruff: noqa: PLC0415 - only what is called is imported

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from relinfra.api.folders import listed_in, stacks_in
from relinfra.json_file import json_or_empty
from relinfra.output import DOCUMENTS, DocumentList, part_of, refuse_to_overwrite, settle, write_files
from relinfra.real_path import real

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relinfra.api.folders import PathLike
    from relinfra.policy import Report

__all__ = ["REPORTS", "check", "own_reports", "report_name", "write_reports"]

REPORTS = {"table": "txt", "json": "json", "sarif": "sarif", "baseline": "baseline"}
"""The forms of a report, and how their files end."""


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

    stacks = stacks_in(folder)
    settle(real(stacks))
    own = own_folders(stacks, [Path(one) for one in checks], Path(repository) if repository is not None else None)
    with part_of(stacks, environments) if environments else nullcontext(stacks) as part:
        day = today or date.today()
        return policy.check(part, today=day, plans=Path(plans) if plans else None, checks=own)


def write_reports(report: Report, out: PathLike) -> tuple[Path, ...]:
    """Write `policy-report.txt`, `.json`, `.sarif` and `.baseline` into `out`, and list them; return their paths.

    Raises `OutputError` where a file of such a name is there that relinfra did not write.
    """
    from relinfra.policy import render

    texts = {report_name(form): render(report, form) for form in REPORTS}
    former = listed_in(Path(out))
    made = former.with_reports(texts, report.digest)
    refuse_to_overwrite(Path(out), texts, own_reports(Path(out)))
    return write_files(Path(out), {**texts, DOCUMENTS: made.text}, given_up=former.beyond(made))[: len(texts)]


def own_reports(folder: Path) -> tuple[PurePath, ...]:
    """Return the reports in a folder that relinfra wrote: those of its list, or of a version that had no list."""
    names = [report_name(form) for form in REPORTS]
    listed = DocumentList.read(folder)
    if listed is None and "checkov" in json_or_empty(folder / report_name("json")):
        return tuple(map(PurePath, names))
    return tuple(PurePath(name) for name in names if listed is not None and name in listed.files)


def report_name(form: str) -> str:
    """Return the name of the file that holds a report in a form."""
    return f"policy-report.{REPORTS[form]}"
