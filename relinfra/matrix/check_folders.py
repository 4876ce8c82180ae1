"""The folders with checks of a team's own that a matrix names: each has to be there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from relinfra.reading.finding import Finding

if TYPE_CHECKING:
    from relinfra.matrix.matrix import Matrix

__all__ = ["refuse_missing_checks"]

REASON = "A folder that is not there asks nothing, and every stack would pass."


def refuse_missing_checks(matrix: Matrix) -> None:
    """Refuse a matrix that names folders with checks that do not exist. Raises MatrixError with all of them."""
    beside = Path(matrix.file).parent
    findings = [
        Finding(("checks", number), "a folder beside the matrix", f"no {folder}", rule="checks", reason=REASON)
        for number, folder in enumerate(matrix.checks)
        if not (beside / folder).is_dir()
    ]
    if findings:
        raise matrix.refusal(findings)
