"""A comparison as facts `change.STACK.ADDRESS.KIND.WHAT.*`, each proven on both sides."""

from __future__ import annotations

from collections.abc import Mapping

from relinfra.comparison.alterations import alterations
from relinfra.comparison.comparison import compare
from relinfra.comparison.consequence import write_consequence
from relinfra.comparison.locked import Locked
from relinfra.comparison.parts import in_common
from relinfra.comparison.planned import Replacement
from relinfra.evidence.facts import Everything, Facts
from relinfra.evidence.output import Output
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.change import Changes

__all__ = ["with_changes"]


def with_changes(
    facts: Facts,
    former: Output,
    present: Output,
    planned: Mapping[str, tuple[Replacement, ...]] | None = None,
    locked: Locked | None = None,
) -> Facts:
    """Return facts and what differs from a former output, as far as both are about the same environments.

    `planned` is what Terraform's own plans replace, by stack; `locked` is what a lock says of the present output.
    """
    recorder = Recorder([], present.declared, (Everything,))
    former, present = in_common(former, present)
    comparison = compare(former, present, planned)
    for one in (locked or Locked()).said_of((*comparison.consequences, *alterations(comparison))):
        write_consequence(one, comparison.between.stage(one.stack), recorder)
    # That outputs were compared, and found alike, is worth saying too.
    recorder.at(Everything.changes).add(
        Changes.compared, len(former.stacks), *(stack.count() for stack in present.stacks.values()), how="count"
    )
    return Facts([*facts.values(), *recorder.facts])
