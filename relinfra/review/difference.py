"""The difference between two sides: outputs, revisions, the working tree, states."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from relinfra.comparison import Comparison, compare, former_of_states, in_common, read_replacements, read_states
from relinfra.errors import UsageError
from relinfra.evidence import Output, read_output
from relinfra.review.revision import checked_out, repository_of, synthesized, synthesized_at

__all__ = ["Difference", "find_difference"]

_MANIFEST = "manifest.json"
_HEAD = "HEAD"
_WORKING_TREE = "the working tree"


@dataclass(frozen=True)
class Difference:
    """Two sides by the names they were given, and everything that differs between them.

    `left_out` are stacks that one side cannot say anything about: those without a state.
    """

    former: str
    present: str
    comparison: Comparison
    left_out: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        return not self.comparison.stacks


def find_difference(
    former: str | None,
    present: str | None,
    *,
    matrix: Path,
    app: bool = True,
    states: Path | None = None,
    plans: Path | None = None,
) -> Difference:
    """Compare two sides, each a folder with stacks or a revision; None is `HEAD`, or the working tree.

    With `states`, a folder of `STACK.state.json`, the former side is what Terraform holds, and `former` is the present
    one. `plans` are Terraform's own, as `STACK.plan.json`, believed before any table. Raises `UsageError`,
    `MatrixError`, `OutputError` and `ToolError`.
    """
    planned = read_replacements(plans) if plans else None
    if states is not None:
        if present is not None:
            raise UsageError("--state: expected one side to compare with the state, found two")
        return _with_states(states, former, matrix, app=app)
    with _side(former or _HEAD, matrix, app=app) as was, _side(present, matrix, app=app) as now:
        return Difference(former or _HEAD, present or _WORKING_TREE, compare(*in_common(was, now), planned))


def _with_states(states: Path, present: str | None, matrix: Path, *, app: bool) -> Difference:
    with _side(present, matrix, app=app) as now:
        known = read_states(states)
        former, kept = former_of_states(known, now)
        left_out = tuple(sorted(now.stacks.keys() - known.keys()))
        return Difference(str(states), present or _WORKING_TREE, compare(former, kept), left_out)


@contextmanager
def _side(name: str | None, matrix: Path, *, app: bool) -> Iterator[Output]:
    with ExitStack() as opened:
        if name is None:
            aside = opened.enter_context(tempfile.TemporaryDirectory(prefix="relinfra-"))
            yield synthesized(matrix, Path(aside) / "cdktf.out", app=app)
        elif (Path(name) / _MANIFEST).is_file():
            yield read_output(Path(name))
        else:
            checkout = opened.enter_context(checked_out(repository_of(matrix), name, matrix))
            yield synthesized_at(checkout, app=app)
