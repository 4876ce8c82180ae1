from __future__ import annotations

import pytest

from relinfra.execution import Event, State, state_after
from tests.relinfra.execution.events import event

STAGING, PARIS = {"stage": "staging"}, {"stage": "production@eu-west-3"}
STORIES: dict[str, tuple[list[Event], State | None]] = {
    "nothing": ([], None),
    "criteria alone": ([event("met")], None),
    "approved": ([event("approved")], "approved"),
    "approved for the live stage": ([event("approved", stage="production")], "approved"),
    "approved for staging alone": ([event("approved", **STAGING)], None),
    "on its way through staging": ([event("approved"), event("started", **STAGING)], "approved"),
    "begun": ([event("approved"), event("started")], "in_progress"),
    "begun without approval": ([event("started")], "in_progress"),
    "failed": ([event("started"), event("finished", outcome="failed")], "in_progress"),
    "tried again": ([event("finished", outcome="failed"), event("started"), event("finished")], "released"),
    "one region of two": ([event("started"), event("started", **PARIS), event("finished")], "in_progress"),
    "both": ([event("started"), event("started", **PARIS), event("finished"), event("finished", **PARIS)], "released"),
    "taken back": ([event("started"), event("finished"), event("rolled_back")], "rolled_back"),
    "taken back in staging": ([event("started", **STAGING), event("rolled_back", **STAGING)], None),
    "approved once more": ([event("started"), event("rolled_back"), event("approved")], "approved"),
    "a late approval": ([event("started"), event("approved")], "in_progress"),
}


@pytest.mark.parametrize(("events", "state"), STORIES.values(), ids=STORIES)
def test_the_live_stages_decide_the_state(events: list[Event], state: State | None) -> None:
    """A release is where its last event in the environment of customers brought it."""
    assert state_after(events, ("production",)) == state


US = {"stage": "production-us"}
BOTH = [event("started"), event("finished"), event("started", **US), event("finished", **US)]
IN_TURN: dict[str, tuple[list[Event], State]] = {
    "approved for the first": ([event("approved", stage="production")], "approved"),
    "in the first alone": (BOTH[:2], "in_progress"),
    "approved for the second": ([*BOTH[:2], event("approved", **US)], "in_progress"),
    "in both": (BOTH, "released"),
    "failed in the second": ([*BOTH[:3], event("finished", outcome="failed", **US)], "in_progress"),
    "taken back in the second": ([*BOTH, event("rolled_back", **US)], "in_progress"),
    "taken back in both": ([*BOTH, event("rolled_back", **US), event("rolled_back")], "rolled_back"),
    "tried again": ([*BOTH, event("rolled_back", **US), *BOTH[2:]], "released"),
}


@pytest.mark.parametrize(("events", "state"), IN_TURN.values(), ids=IN_TURN)
def test_every_environment_of_customers_decides_the_state(events: list[Event], state: State) -> None:
    """A release that customers of one environment have and those of another do not is in progress."""
    assert state_after(events, ("production", "production-us")) == state
