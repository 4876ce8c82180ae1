"""Whether a workflow that `relinfra init` wrote still fits the matrix."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from relinfra.claims import Asked, misfits
from relinfra.evidence import value_of

if TYPE_CHECKING:
    from relinfra.claims import Misfit
    from relinfra.evidence.records.project import Workflow
    from relinfra.matrix import Matrix

__all__ = ["REMEDY", "asked_by", "found_misfits", "told"]

REMEDY = "`relinfra init --workflow --force` writes it anew."


def asked_by(matrix: Matrix) -> tuple[Asked, ...]:
    """Return what a matrix asks of its workflow: the stages on AWS in the order of the promotion, with approvals."""
    stages = (matrix.environments[name] for name in matrix.promotion if name in matrix.environments)
    return tuple(
        Asked(one.name, one.approval.reviewers, one.approval.wait_minutes) if one.approval else Asked(one.name)
        for one in stages
        if one.target == "aws"
    )


def found_misfits(matrix: Matrix, workflows: tuple[Workflow, ...]) -> Iterator[tuple[str, Misfit]]:
    """Yield the file of each workflow of ours, and everything in which it differs from the matrix."""
    asked = asked_by(matrix)
    for workflow in workflows:
        for one in misfits(workflow, asked):
            yield value_of(workflow.file) or "", one


_STAGES = {
    "unknown": "no job deploys into `{0.environment}`, which is in the promotion",
    "gone": "job `{0.job}` deploys into `{0.environment}`, which is not in the promotion",
    "unoffered": "it does not know `{0.environment}`, which is in the promotion",
    "offered": "it still knows `{0.environment}`, which is not in the promotion",
    "order": "job `{0.job}` does not wait for `{0.wanted}`, which deploys into the stage before",
}


def told(one: Misfit) -> str:
    """Return a difference as a sentence, with both values."""
    match one.kind:
        case "reviewers":
            wanted, found = one.wanted or "nobody", one.found or "nobody"
            return f"approval of `{one.environment}`: the matrix asks for {wanted}, the workflow checks {found}"
        case "minutes":
            values = f"the matrix asks for {one.wanted} min, the workflow checks {one.found} min"
            return f"wait of `{one.environment}`: {values}"
        case _:
            return _STAGES[one.kind].format(one)
