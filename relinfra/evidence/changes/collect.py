"""Everything that differs between two outputs, as facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from relinfra.evidence.changes.access import access
from relinfra.evidence.changes.between import Between
from relinfra.evidence.changes.capacity import capacity
from relinfra.evidence.changes.change import Change, write_change
from relinfra.evidence.changes.database import database
from relinfra.evidence.changes.planned import Replacement
from relinfra.evidence.changes.protection import protection
from relinfra.evidence.changes.replacement import replaced
from relinfra.evidence.changes.resources import created, destroyed, moved
from relinfra.evidence.facts import Everything
from relinfra.evidence.output import Output
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.change import Changes

__all__ = ["changes_between", "collect_changes"]

_KINDS: tuple[Callable[[Between], Iterator[Change]], ...] = (
    destroyed,
    created,
    moved,
    replaced,
    database,
    access,
    capacity,
    protection,
)


def collect_changes(
    former: Output, present: Output, recorder: Recorder, planned: Mapping[str, tuple[Replacement, ...]] | None = None
) -> None:
    """Write down as `change.*` what differs; `planned` is what Terraform's own plans replace, by stack."""
    between = Between(former, present, planned or {})
    for change in changes_between(between):
        write_change(change, between.stage(change.stack), recorder)
    # That outputs were compared, and found alike, is worth saying too.
    recorder.at(Everything.changes).add(
        Changes.compared, len(former.stacks), *(stack.count() for stack in present.stacks.values()), how="count"
    )


def changes_between(between: Between) -> Iterator[Change]:
    """Yield every change, one kind after another."""
    return chain.from_iterable(kind(between) for kind in _KINDS)
