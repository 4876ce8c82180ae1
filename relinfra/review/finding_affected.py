"""Finding what is affected: between two folders with stacks, or since a revision."""

from __future__ import annotations

import tempfile
from pathlib import Path

from relinfra.errors import ToolError, UsageError
from relinfra.evidence import Output, read_output
from relinfra.review.affected import Affected, affected_by, everything_affected
from relinfra.review.revision import Checkout, checked_out, repository_of, synthesized, synthesized_at
from relinfra.review.versions import NotSynthesized, differing_locks, synthesized_as_pinned

__all__ = ["affected_against", "affected_since"]


def affected_against(former: Path, present: Path) -> Affected:
    """Return the affected stacks of a folder, compared with another. Raises `OutputError`."""
    return affected_by(read_output(former), read_output(present))


def affected_since(revision: str, matrix: Path, *, app: bool = True, install: bool = True) -> Affected:
    """Return the stacks of the working tree that are affected since a revision, both synthesized.

    Where the two pin other versions, those of the revision are installed aside for it. Where that cannot be done, or is
    not to be, or the revision cannot be synthesized, every stack is affected. Raises `UsageError`, `MatrixError`,
    `OutputError` and `ToolError`.
    """
    with tempfile.TemporaryDirectory(prefix="relinfra-") as aside:
        present = synthesized(matrix, Path(aside) / "cdktf.out", app=app)
        with checked_out(repository_of(matrix), revision, matrix) as checkout:
            former = _former(checkout, matrix, app=app, install=install)
    if isinstance(former, NotSynthesized):
        return everything_affected(present, former.why)
    return affected_by(former, present)


def _as_it_was(checkout: Checkout, *, app: bool) -> Output | NotSynthesized:
    """Synthesize a revision; what it fails with is why nothing is known of it, and must not stop who mends it."""
    try:
        return synthesized_at(checkout, app=app)
    except (UsageError, ToolError) as error:
        return NotSynthesized(" ".join(str(error).split()))


def _former(checkout: Checkout, matrix: Path, *, app: bool, install: bool) -> Output | NotSynthesized:
    files = differing_locks(checkout.matrix.parent, matrix.parent)
    if not files:
        return _as_it_was(checkout, app=app)
    named = ", ".join(files)
    if not install:
        return NotSynthesized(f"{named}: other versions are pinned since {checkout.name}, and are not to be installed")
    found = synthesized_as_pinned(checkout, files)
    if isinstance(found, NotSynthesized):
        why = f"{named}: other versions are pinned since {checkout.name}, which cannot be installed: {found.why}"
        return NotSynthesized(why)
    return found
