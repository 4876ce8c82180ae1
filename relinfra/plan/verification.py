"""Results of a verification."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from relinfra.output import ForeignFile
from relinfra.plan.causes import Cause, causes
from relinfra.plan.difference import Difference

__all__ = ["Verification"]


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether the documents say what the stacks say, and where they do not."""

    differences: tuple[Difference, ...]
    foreign: tuple[ForeignFile, ...] = ()
    """Files of the stacks that are not as synth wrote them: the documents say nothing of what is in them."""
    older: tuple[str, ...] = ()
    """Why the stacks are not those of the matrix that lies in the repository, empty where they are."""
    unbuilt: tuple[str, ...] | None = None
    """The stacks whose state was not there, where the documents were held against states; None where they were not."""

    @property
    def ok(self) -> bool:
        """Whether nothing differs, and the stacks are what synth wrote from the matrix of today."""
        return not self.differences and not self.foreign and not self.older

    @property
    def causes(self) -> tuple[Cause, ...]:
        """The causes of the differences; what explains the rest comes first."""
        return causes(self.differences, built=self.unbuilt is not None)

    @property
    def findings(self) -> tuple[str, ...]:
        """Everything that is wrong, as a person reads it; what explains the rest is first."""
        return tuple(map(str, (*self.older, *self.foreign, *self.causes)))

    def where(self, holds: Callable[[Difference], bool]) -> Verification:
        """Return the same with only the differences for which something holds."""
        return replace(self, differences=tuple(filter(holds, self.differences)))
