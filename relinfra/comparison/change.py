"""One change between two outputs, as Terraform would carry it out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from relinfra.comparison.attributes import AttributeChange
from relinfra.comparison.consequence import Consequence
from relinfra.comparison.losses import stateful
from relinfra.comparison.replacement import Effect
from relinfra.comparison.risk import severity_of
from relinfra.domain.severity import SEVERITIES
from relinfra.evidence.resource import Resource

__all__ = ["Action", "Change"]


class Action(StrEnum):
    """An action of Terraform; `no-op` is a change of the configuration that changes nothing in AWS.

    `leave` is none: of a stack that is gone nobody applies anything any more, and what it had stays.
    """

    DESTROY = "destroy"
    LEAVE = "leave"
    REPLACE = "replace"
    MOVE = "move"
    UPDATE = "update"
    CREATE = "create"
    NO_OP = "no-op"


@dataclass(frozen=True)
class Change:
    """A change of one element of a stack: of a resource, or of an output, a provider or another setting.

    `attributes` differ; `forced_by` are those paths that replace the resource, `order` is `created_first` or
    `destroyed_first` where it is replaced. Of what moved, `moved_from` is the former stack and address. `consequences`
    say why it matters; `live` is whether it is in the stage that customers use, or in a stack of no stage.
    """

    stack: str
    address: str
    action: Action
    former: Resource | None
    present: Resource | None
    attributes: tuple[AttributeChange, ...] = ()
    forced_by: tuple[str, ...] = ()
    order: str = ""
    moved_from: tuple[str, str] | None = None
    consequences: tuple[Consequence, ...] = ()
    live: bool = True

    @property
    def type(self) -> str:
        """The type of the resource, or the kind of setting."""
        found = self.present or self.former
        return found.type if found else ""

    @property
    def managed(self) -> bool:
        """Whether it is of a resource that Terraform makes, and not of a data source or a setting."""
        return self.type.startswith("aws_") or "_" in self.type.split(".")[0]

    @property
    def stateful(self) -> bool:
        """Whether the former resource holds what cannot be made again."""
        return self.former is not None and stateful(self.former)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The paths of which nobody knows whether they replace the resource; none where it is replaced anyway."""
        if self.action is not Action.UPDATE:
            return ()
        return tuple(one.path for one in self.attributes if one.effect is Effect.UNKNOWN)

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons why it matters, in words that the locales know, the most severe first."""
        whys = dict.fromkeys(one.why for one in self.consequences)
        return tuple(sorted(whys, key=lambda why: -_rank(severity_of(why))))

    @property
    def risk(self) -> str:
        """The severity of what it risks, one of `SEVERITIES`; empty where it risks nothing that is known."""
        return max((severity_of(why, live=self.live) for why in self.reasons), key=_rank, default="")


def _rank(risk: str) -> int:
    return SEVERITIES.index(risk) if risk in SEVERITIES else -1
