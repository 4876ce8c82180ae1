"""An accepted deviation from a policy, as the matrix declared it."""

from __future__ import annotations

from datetime import date
from fnmatch import fnmatchcase

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Waiver"]


class Waiver(BaseModel):
    """A waiver: who accepted which policy's failure where, why, and until when."""

    model_config = ConfigDict(frozen=True)

    policy: str
    resources: tuple[str, ...] = Field(min_length=1)
    """Terraform addresses; `*` and `?` stand for anything."""
    environments: tuple[str, ...] | None = None
    """None for all."""
    reason: str = Field(min_length=1)
    owner: str = Field(min_length=1)
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
