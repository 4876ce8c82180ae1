"""A comparison as facts `change.STACK.ADDRESS.KIND.WHAT.*`, each proven on both sides."""

from __future__ import annotations

from collections.abc import Mapping

from relinfra.comparison.alterations import alterations
from relinfra.comparison.comparison import compare
from relinfra.comparison.consequence import write_consequence
from relinfra.comparison.planned import Replacement
from relinfra.evidence.facts import Everything, Facts
from relinfra.evidence.output import Output
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.change import Changes

__all__ = ["with_changes"]


def with_changes(
    facts: Facts, former: Output, present: Output, planned: Mapping[str, tuple[Replacement, ...]] | None = None
) -> Facts:
    """Return facts and what differs from a former output; `planned` is what Terraform's own plans replace, by stack."""
    recorder = Recorder([], present.declared, (Everything,))
    comparison = compare(former, present, planned)
    for one in (*comparison.consequences, *alterations(comparison)):
        write_consequence(one, comparison.between.stage(one.stack), recorder)
    # That outputs were compared, and found alike, is worth saying too.
    recorder.at(Everything.changes).add(
        Changes.compared, len(former.stacks), *(stack.count() for stack in present.stacks.values()), how="count"
    )
    return Facts([*facts.values(), *recorder.facts])
