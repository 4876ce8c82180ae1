"""A run of the workflow is started once; an environment of customers after it is approved."""

from __future__ import annotations

from typing import Any

import pytest

from relinfra.evidence import Facts
from relinfra.plan.day.acts import day
from relinfra.plan.sets.release_package.front_sheet import front_sheet
from tests.relinfra.plan.facts import facts, stage, text

COMMAND = "gh workflow run release.yml"


def released(*, approved: bool, held: int = 0) -> Facts:
    """Return a release into two environments of customers, by the jobs of one workflow that GitHub may hold."""
    told: dict[str, Any] = {"approval": {"reviewers": ("leads",), "wait_minutes": held}} if approved else {}
    jobs = {name: {"environment": name} for name in ("eu", "us")}
    started = {"file": ".github/workflows/release.yml", "triggers": ("push", "workflow_dispatch"), "inputs": ()}
    return facts(
        project={
            "promotion": ("eu", "us"),
            "live": ("eu", "us"),
            "repository": {"workflow": {"release": {"delivers": True, **started, "job": jobs}}},
        },
        eu=stage("eu", **told),
        us=stage("us", **told),
        release={"window": {"start": "14:00", "minutes": 60}},
    )


@pytest.mark.parametrize(
    ("approved", "acts"),
    [
        (True, [("start.eu", -60), ("approve.eu", 0), ("approve.us", 0)]),
        (False, [("start.eu", 0), ("approve.us", 0)]),
    ],
)
def test_a_workflow_is_started_once(*, approved: bool, acts: list[tuple[str, float]]) -> None:
    """Before the window, where an approval holds the run before customers; else when the window begins."""
    turns = [turn for turn in day(released(approved=approved)) if turn.act.key.startswith(("start.", "approve."))]
    assert [(turn.act.key, turn.at) for turn in turns] == acts
    assert [bool(turn.act.commands) for turn in turns] == [key == "start.eu" for key, _ in acts]
    last = text(turns[-1].act.does)
    assert ("`leads` approve us" in last) is approved
    assert ("goes on into us" in last) is not approved


def test_minutes_that_github_holds_a_job_are_counted() -> None:
    """From its turn on, so that everything after an approval begins as much later, and the row says so."""
    first, second = (turn for turn in day(released(approved=True, held=30)) if turn.act.key.startswith("approve."))
    assert (first.at, second.at) == (0, 30)
    assert text(first.act.limit) == "30, for which GitHub holds the job from its turn on"
    assert not any(turn.act.limit for turn in day(released(approved=True)) if turn.act.key.startswith("approve."))


def test_the_front_sheet_has_the_command_once() -> None:
    """The run that it starts goes on into every environment."""
    start = next(section for section in front_sheet(released(approved=True)) if section.key == "front.start")
    said = [text(line) for block in start.blocks for line in block.lines]
    assert sum(COMMAND in one for one in said) == 1
    assert sum(".github/workflows/release.yml" in one for one in said) >= len(("eu", "us"))
