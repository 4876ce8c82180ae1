"""An execution record: every event of a release in order, and the state that they bring it to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from relinfra.execution.events import Approved, Checked, Event, Finished, Met, RolledBack, Started, Stepped

__all__ = ["ExecutionRecord", "Place", "State", "out_of_order", "state_after", "states_along"]

State: TypeAlias = Literal["draft", "approved", "in_progress", "released", "rolled_back"]


@dataclass(frozen=True, slots=True)
class Place:
    """An event with the line of the file that holds it, and the text of that line."""

    event: Event
    line: int
    text: str


@dataclass(frozen=True)
class ExecutionRecord:
    """The events of one release, the first first; `path` is the file as the repository names it."""

    path: str
    places: tuple[Place, ...]

    @property
    def events(self) -> tuple[Event, ...]:
        """The events alone."""
        return tuple(place.event for place in self.places)


def in_time(places: Iterable[Place]) -> tuple[Place, ...]:
    """Return events in the order in which they happened; of one second, what begins comes before what ends."""
    return tuple(sorted(places, key=lambda place: (place.event.at, type(place.event).rank)))


def out_of_order(places: Iterable[Place]) -> Iterator[tuple[Place, str]]:
    """Yield each event that cannot follow those before it, with what it needs."""
    running: set[str] = set()
    for place in in_time(places):
        match place.event:
            case Started(stage=stage):
                running.add(stage)
            case Stepped(stage=stage) | Finished(stage=stage) | RolledBack(stage=stage) if stage not in running:
                yield place, f"an event `started` of {stage} before it"
            case Approved() | Met() | Checked() | Stepped() | Finished() | RolledBack():
                pass


def state_after(events: Iterable[Event], live: Collection[str]) -> State | None:
    """Return the state that events bring a release to, None where they say nothing of it."""
    return next(reversed(list(states_along(events, live))), None)


def states_along(events: Iterable[Event], live: Collection[str]) -> Iterator[State | None]:
    """Yield the state after each event.

    `live` are the environments of customers: the release is in progress from the first deployment to a region of one,
    released when one into each was begun and all that began have succeeded, and rolled back when one was taken back;
    but in progress where it was taken back in one environment and customers of another have it.
    """
    state: State | None = None
    ended: dict[str, bool] = {}
    for event in events:
        stage = getattr(event, "stage", None)
        match event:
            case _ if stage is not None and stage.partition("@")[0] not in live:
                pass
            case Approved() if state in (None, "rolled_back"):
                state, ended = "approved", {}
            case Started(stage=place):
                state, ended[place] = "in_progress", False
            case Finished(stage=place, outcome="succeeded"):
                ended[place] = True
                state = "released" if all(ended.values()) and _environments(ended) == set(live) else "in_progress"
            case Finished(stage=place):
                state = "in_progress"
            case RolledBack(stage=place):
                environment = place.partition("@")[0]
                ended = {one: done for one, done in ended.items() if one.partition("@")[0] != environment}
                state = "in_progress" if any(ended.values()) else "rolled_back"
            case _:
                pass
        yield state


def _environments(stages: Iterable[str]) -> set[str]:
    return {one.partition("@")[0] for one in stages}
