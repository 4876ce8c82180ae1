"""The shares of changes that are noticed, and the list of those that are not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from tests.sabotage.trial import Tried

__all__ = ["Shares", "survivors"]


@dataclass(frozen=True)
class Shares:
    """Numbers of changes by who noticed them."""

    all: int
    documents: int
    policies: int
    ours: int
    neither: int

    @classmethod
    def of(cls, tried: Sequence[Tried]) -> Shares:
        """Count."""

        def number(holds: Callable[[Tried], bool]) -> int:
            return sum(map(holds, tried))

        return cls(
            all=len(tried),
            documents=number(lambda one: bool(one.documents)),
            policies=number(lambda one: bool(one.policies)),
            ours=number(lambda one: one.ours),
            neither=number(lambda one: not one.documents and not one.policies),
        )

    @property
    def past_policies(self) -> float:
        """The share that passes every policy, in percent."""
        return 100 * (self.all - self.policies) / max(self.all, 1)

    @property
    def past_both(self) -> float:
        """The share that passes policies and documents, in percent."""
        return 100 * self.neither / max(self.all, 1)

    def __str__(self) -> str:
        return (
            f"{self.all} changes: {self.documents} noticed by verify, "
            f"{self.policies} by policies ({self.ours} by ours), "
            f"{self.neither} by neither; {self.past_policies:.1f} % pass every policy, {self.past_both:.1f} % pass both"
        )


def survivors(tried: Iterable[Tried]) -> Iterator[str]:
    """Yield a line for each resource type and attribute that no policy speaks of, those that verify misses first."""
    groups: dict[tuple[bool, str, str], list[Tried]] = defaultdict(list)
    for one in tried:
        if not one.policies:
            groups[bool(one.documents), one.mutation.kind, one.mutation.attribute].append(one)
    for (documents, kind, attribute), found in sorted(groups.items()):
        changes = ", ".join(sorted({one.mutation.change for one in found}))
        places = sorted({f"{one.mutation.stack} {one.mutation.address}" for one in found})
        who = "verify only" if documents else "nobody"
        more = f" and {len(places) - 1} more" if len(places) > 1 else ""
        yield f"{who}: {kind} {attribute or '-'}: {changes} ({len(found)}; {places[0]}{more})"
