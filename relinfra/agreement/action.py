"""One action that Terraform plans: on a resource, with the attributes it changes and what it risks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from relinfra.agreement.shown_value import ShownValue

__all__ = ["ChangedValue", "Kind", "PlannedAction"]


class Kind(StrEnum):
    """A kind of action, the gravest first; `forget` leaves the resource in AWS, and Terraform knows it no more."""

    DESTROY = "destroy"
    REPLACE = "replace"
    FORGET = "forget"
    UPDATE = "update"
    MOVE = "move"
    IMPORT = "import"
    CREATE = "create"


@dataclass(frozen=True)
class ChangedValue:
    """One attribute that an action changes: its path, and the value before and after."""

    path: str
    before: ShownValue
    after: ShownValue


@dataclass(frozen=True)
class PlannedAction:
    """An action on one resource of a stack.

    `moved_from` is its former address, `imported` the id it is known by in AWS. `holds_data` is whether what it takes
    away cannot be made again; `why` is a word that the locales know, `risk` its severity, both empty where nothing is
    known to be at risk.
    """

    address: str
    kind: Kind
    values: tuple[ChangedValue, ...] = ()
    moved_from: str = ""
    imported: str = ""
    holds_data: bool = False
    why: str = ""
    risk: str = ""

    @property
    def takes_away(self) -> bool:
        """Whether what is there now is no longer there after it."""
        return self.kind in (Kind.DESTROY, Kind.REPLACE)

    @property
    def resource(self) -> str:
        """The address without keys of instances, as the configuration has it."""
        return self.address.partition("[")[0].partition(" ")[0]
