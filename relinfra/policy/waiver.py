"""An accepted deviation from a policy, as the matrix declared it."""

from __future__ import annotations

import json
from datetime import date
from fnmatch import fnmatchcase
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer

from relinfra.policy.accepted_value import Place
from relinfra.reading.table import FrozenMapping

__all__ = ["Waiver"]

FrozenValues = Annotated[
    dict[str, bool | int | float | str] | FrozenMapping[str, Any], AfterValidator(FrozenMapping), PlainSerializer(dict)
]


class Waiver(BaseModel):
    """A waiver: who accepted which policy's failure where, why, and until when."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    policy: str
    resources: tuple[str, ...] = Field(min_length=1)
    """Terraform addresses; `*` and `?` stand for anything."""
    environments: tuple[str, ...] | None = None
    """None for all."""
    reason: str = Field(min_length=1)
    owner: str = Field(min_length=1)
    accepts: FrozenValues = Field(default_factory=lambda: FrozenMapping({}))
    """Accepted values by attribute, as a dotted path; whatever is there where none is named.

    A path that begins with a type is of the resources of that type that refer to the one that fails.
    """
    since: date | None = None
    """The first day on which it applies."""
    expires: date
    """The last day on which it applies."""
    ticket: str | None = None
    file: str = ""
    line: int | None = None

    def covers(self, policy: str, address: str, environment: str) -> bool:
        """Whether it speaks of this policy at this address in this environment, expired or not."""
        return (
            policy == self.policy
            and (not self.environments or environment in self.environments)
            and any(fnmatchcase(address, pattern) for pattern in self.resources)
        )

    def begun(self, today: date) -> bool:
        """Whether its first day has come."""
        return self.since is None or self.since <= today

    def admits(self, place: Place | None) -> bool:
        """Whether the accepted values are there; of a resource that is not in the stack, none is."""
        return not self.accepts or (place is not None and place.admits(self.accepts))

    @property
    def accepted(self) -> str:
        """The accepted values as text."""
        return ", ".join(f"{path} = {json.dumps(value)}" for path, value in self.accepts.items())

    def expired(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.expires < today

    @property
    def place(self) -> str:
        """The place of its declaration, as `file:line`."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def __str__(self) -> str:
        where = f" in {', '.join(self.environments)}" if self.environments else ""
        return f"{self.policy} on {', '.join(self.resources)}{where} ({self.owner}, until {self.expires})"
