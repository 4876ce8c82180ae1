"""An agreement: the actions of every stack of an environment, as they are shown to whoever approves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from relinfra.agreement.action import PlannedAction

__all__ = ["AgreedStack", "Agreement"]


@dataclass(frozen=True)
class AgreedStack:
    """The agreed actions of one stack.

    Where it could not be planned yet, since a stack that it reads from has never been applied, or not with an output
    that it asks for, `awaits` names those, and `creates` are the addresses of its configuration: it may make them, and
    do nothing else. `follows` are the arguments, by address, that read outputs which the same release changes, with
    the stacks those are of: they may change in place.
    """

    name: str
    actions: tuple[PlannedAction, ...] = ()
    awaits: tuple[str, ...] = ()
    creates: tuple[str, ...] = ()
    follows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Agreement:
    """The actions to be applied to an environment: its stacks in their order, of which folder, planned when.

    `digest` is that of the synthesized folder; `inputs` are the variables it was planned with, such as image tags.
    """

    environment: str
    made: datetime
    digest: str
    stacks: tuple[AgreedStack, ...]
    inputs: Mapping[str, str] = field(default_factory=dict)

    def expires(self, hours: float) -> datetime:
        """Return when nobody may rest on it any more."""
        return self.made + timedelta(hours=hours)

    def stack(self, name: str) -> AgreedStack | None:
        """Return what was agreed for one stack, or None where nothing was."""
        return next((one for one in self.stacks if one.name == name), None)

    @property
    def losses(self) -> tuple[str, ...]:
        """The actions that need an acknowledgement of their own, as `STACK:ADDRESS`."""
        return tuple(
            f"{one.name}:{action.address}" for one in self.stacks for action in one.actions if action.holds_data
        )
