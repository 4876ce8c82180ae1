"""One resource or data source of a synthesized stack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast, final

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.fact import Json
from relinfra.evidence.path import Step

__all__ = ["Resource"]


@final
@dataclass(frozen=True, slots=True, eq=False)
class Resource:
    """A resource as Terraform will read it; `type` of a data source begins with `data.`."""

    stack: str
    type: str
    name: str
    body: Json

    @property
    def address(self) -> str:
        """The Terraform address inside the stack, such as `aws_lb.main`."""
        return f"{self.type}.{self.name}"

    @property
    def root(self) -> Attribute:
        """The whole body."""
        return Attribute(self.stack, self.address, (), self.body)

    def at(self, *steps: Step) -> Attribute | None:
        """Return an attribute, or None where it is absent or null."""
        return self.root.at(*steps) if self._gives(steps) else None

    def each(self, *steps: Step) -> tuple[Attribute, ...]:
        """Return the repeated blocks or list elements of an attribute."""
        return self.root.each(*steps) if self._gives(steps) else ()

    def _gives(self, steps: tuple[Step, ...]) -> bool:
        """Whether it is worth looking: most arguments that are asked for are not given."""
        return not steps or not isinstance(self.body, dict) or self.body.get(cast("str", steps[0])) is not None
