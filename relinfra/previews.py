"""Previews of synthesized stacks: the types that the role of a preview knows nothing of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relinfra.json_file import read_json
from relinfra_constructs.account.read_table import offered_reads, synthesized_reads

if TYPE_CHECKING:
    from pathlib import Path

    from relinfra.matrix import Matrix

__all__ = ["UnreadType", "unread_types"]

_OUTPUTS = ("cdktf.out", "out/cdktf.out")
"""Where `main.py` and `relinfra build` put stacks, beside the matrix."""


@dataclass(frozen=True)
class UnreadType:
    """A Terraform type that the plan role may not read, a stack that has it, and what reading it takes if known."""

    type: str
    stack: str
    actions: Sequence[str]

    def __str__(self) -> str:
        """Return a sentence that says what to write where."""
        actions = ", ".join(self.actions) or "SERVICE:Describe…"
        return (
            f"{self.stack}: the role that previews cannot read {self.type}; "
            f"add `{self.type}: [{actions}]` to `bootstrap.plan_reads` and apply the bootstrap"
        )


def unread_types(matrix: Matrix, folder: Path) -> tuple[UnreadType, ...]:
    """Return what the stacks in the output beside the matrix, if there is one, hold and no plan role may read."""
    if matrix.bootstrap is None:
        return ()
    known = {*synthesized_reads(), *matrix.bootstrap.plan_reads}
    missing: dict[str, UnreadType] = {}
    for output in (folder / name for name in _OUTPUTS):
        for file in sorted(output.glob("stacks/*/cdk.tf.json")):
            stack = file.parent.name
            if not stack.startswith(f"{matrix.project}-bootstrap-"):
                for found in _types(read_json(file, "run `relinfra synth` again")):
                    if found not in known:
                        missing.setdefault(found, UnreadType(found, stack, offered_reads().get(found, ())))
    return tuple(missing[name] for name in sorted(missing))


def _types(stack: Mapping[str, Any]) -> Iterator[str]:
    yield from (name for name in stack.get("resource", {}) if name.startswith("aws_"))
    yield from (f"data.{name}" for name in stack.get("data", {}) if name.startswith("aws_"))
