"""A gate before a stage: every rule asked about one release, one stage and one time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from relinfra.evidence import Facts
from relinfra.gate.calendar import frozen, in_window
from relinfra.gate.criteria import unmet
from relinfra.gate.obstacle import Obstacle
from relinfra.gate.reported import reported_failures
from relinfra.gate.retention import kept_too_short
from relinfra.gate.state import not_approved
from relinfra.gate.waivers import ending
from relinfra.plan.stages import stage_named

__all__ = ["Gate", "gate_of"]

_RULES_OF_LIVE: tuple[Callable[[Facts, datetime, str], Iterator[Obstacle]], ...] = (
    not_approved,
    unmet,
    frozen,
    in_window,
    ending,
    kept_too_short,
)
_RULES_OF_OTHERS: tuple[Callable[[Facts, datetime, str], Iterator[Obstacle]], ...] = (frozen,)


@dataclass(frozen=True)
class Gate:
    """A gate that was asked: of which release, before which stage, at which time, and what it found."""

    version: str
    stage: str
    at: str
    state: str
    live: bool
    obstacles: tuple[Obstacle, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing stops the deployment."""
        return not self.stopping

    @property
    def stopping(self) -> tuple[Obstacle, ...]:
        """Everything that stops the deployment."""
        return tuple(one for one in self.obstacles if one.stops)

    @property
    def notices(self) -> tuple[Obstacle, ...]:
        """Things that stop nothing, and should be known."""
        return tuple(one for one in self.obstacles if not one.stops)


def gate_of(facts: Facts, version: str, stage: str, at: datetime, stacks: Path | None = None) -> Gate:
    """Ask every rule whether a release may go to a stage at a time, which has a zone.

    Freezes hold for every stage; the state of the release, its criteria, its window and the ends of waivers hold for
    the stages of customers. So does the policy report beside `stacks`, the folder that the facts are of, where it tells
    of them. Raises `UsageError` where there is no such stage, `OutputError` where the report cannot be read.
    """
    environment = stage_named(facts, stage).environment
    of_customers = environment in {one.environment for one in facts.live}
    rules = _RULES_OF_LIVE if of_customers else _RULES_OF_OTHERS
    reported = reported_failures(stacks) if stacks and of_customers else ()
    found = (*reported, *(one for rule in rules for one in rule(facts, at, environment)))
    state = facts.execution.state.value if facts.execution.state else "draft"
    return Gate(version, stage, at.strftime("%Y-%m-%dT%H:%M:%SZ"), state, of_customers, found)
