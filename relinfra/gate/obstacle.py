"""One thing that stands against a deployment, or that whoever deploys should know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relinfra.evidence import TerraformEvidence
from relinfra.visible import visible

if TYPE_CHECKING:
    from relinfra.evidence import Fact

__all__ = ["Obstacle"]


@dataclass(frozen=True)
class Obstacle:
    """One thing that a gate found: the rule, what is so, what to do, where that is read, and whether it stops."""

    rule: str
    found: str
    remedy: str
    places: tuple[str, ...] = ()
    stops: bool = True

    @classmethod
    def of(cls, rule: str, found: str, remedy: str, *facts: Fact | None, stops: bool = True) -> Obstacle:
        """Return what a gate found, with the places that prove its facts."""
        proofs = (one for fact in facts if fact for one in fact.evidence)
        places = tuple(
            f"{one.stack} {one.address} {one.attribute}" if isinstance(one, TerraformEvidence) else one.place
            for one in proofs
        )
        return cls(rule, visible(found), remedy, tuple(dict.fromkeys(map(visible, places))), stops)

    def __str__(self) -> str:
        where = f" [{', '.join(self.places)}]" if self.places else ""
        return f"{self.rule}: {self.found}{where}\n  -> {self.remedy}"
