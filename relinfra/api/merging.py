"""Parts that jobs synthesized, made the whole that one run makes."""
# ruff: noqa: PLC0415 - only what is called is imported

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from relinfra.api.checking import report_name, write_reports

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relinfra.api.folders import PathLike

__all__ = ["merge"]


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
    reports = [one / report_name("json") for one in folders]
    if not all(report.is_file() for report in reports):
        return (stacks,)
    return (stacks, *write_reports(merge_reports(reports, stacks), out))
