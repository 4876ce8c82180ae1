"""A plan against what was agreed: what is let through, and what stops it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from relinfra.agreement import AgreedStack, Agreement, Judgement, judged, read_plan
from tests.relinfra.agreement.plans import change, plan

AT = datetime(2026, 12, 8, 14, tzinfo=UTC)
TASKS, BUCKET, ROLE = "aws_ecs_service.web", "aws_s3_bucket.data", "aws_iam_role.web"
TWO, FOUR, TEN = {"desired_count": 2}, {"desired_count": 4}, {"desired_count": 10}
UNKNOWN = {"after_unknown": {"desired_count": True}}
SECRET = {"before_sensitive": {"value": True}, "after_sensitive": {"value": True}}
Change = dict[str, Any]


def _held(folder: Path, agreed: list[Change], now: list[Change], *, follows: Any = None, **told: Any) -> Judgement:
    listed = read_plan(plan(folder / "agreed.json", *agreed))
    stack = AgreedStack("s", listed.actions, follows=follows or {})
    given = {"digest": "sha256:1", "at": AT, "hours": 1.0, **told}
    return judged(
        Agreement("production", AT, "sha256:1", (stack,)), "s", read_plan(plan(folder / "now.json", *now)), **given
    )


@pytest.mark.parametrize(
    ("agreed", "now"),
    [
        (change(TASKS, "update", TWO, FOUR), change(TASKS, "update", TWO, FOUR)),
        (change(TASKS, "update", TWO, FOUR), change(TASKS, "no-op", FOUR, FOUR)),
        (change(TASKS, "update", TWO, {}, **UNKNOWN), change(TASKS, "update", TWO, FOUR)),
        (change(ROLE, "delete create", {"name": "a"}, {"name": "b"}), change(ROLE, "create", None, {"name": "b"})),
        (change(ROLE, "update", {"value": "a"}, {"value": "b"}, **SECRET),) * 2,
        (change(BUCKET, "forget", {"bucket": "b"}),) * 2,
        (change(ROLE, "no-op", {}, {}, previous_address="aws_iam_role.old"),) * 2,
    ],
)
def test_what_was_agreed_passes(tmp_path: Path, agreed: Change, now: Change) -> None:
    """The same, less of it, what was unknown then, and the half that a failed attempt has left."""
    found = _held(tmp_path, [agreed], [now])
    assert found.ok, found.deviations


@pytest.mark.parametrize(
    ("agreed", "now", "why"),
    [
        (
            change(TASKS, "update", TWO, FOUR),
            change(TASKS, "update", TWO, TEN),
            "agreed: expected 2 → 4",
        ),
        (change(TASKS, "update", TWO, FOUR), change(TASKS, "update", TEN, FOUR), "10 → 4 was not agreed"),
        (
            change(TASKS, "update", TWO, FOUR),
            change(TASKS, "update", TWO, {}, **UNKNOWN),
            "apply) was not",
        ),
        (change(TASKS, "update", TWO, FOUR), change(TASKS, "delete create", TWO, FOUR), "replace was not agreed"),
        (change(TASKS, "update", TWO, FOUR), change(TASKS, "delete", TWO), "destroy was not agreed: expected update"),
        (change(TASKS, "create", None, TWO), change(TASKS, "delete create", TWO, TWO), "replace was not agreed"),
        (change(TASKS, "update", TWO, FOUR), change(ROLE, "create", None, {"name": "x"}), "create was not agreed"),
        (change(TASKS, "update", TWO, FOUR), change(TASKS, "update", {**TWO, "x": 1}, {**FOUR, "x": 2}), "x: 1 → 2"),
        (
            change(ROLE, "update", {"value": "a"}, {"value": "b"}, **SECRET),
            change(ROLE, "update", {"value": "a"}, {"value": "c"}, **SECRET),
            "(secret, scrypt:",
        ),
        (
            change(ROLE, "no-op", {}, {}, previous_address="aws_iam_role.old"),
            change(ROLE, "delete", {}),
            "destroy was not",
        ),
        (change(ROLE, "create", None, {}), change(ROLE, "delete", {}, deposed="ab12"), "destroy was not agreed"),
    ],
)
def test_what_was_not_agreed_stops(tmp_path: Path, agreed: Change, now: Change, why: str) -> None:
    """Another value on either side, one that is known no more, a graver class, another address; and it says which."""
    found = _held(tmp_path, [agreed], [now])
    assert [why in one.why for one in found.deviations] == [True], found.deviations


@pytest.mark.parametrize("actions", ["delete", "delete create", "create delete"])
def test_what_holds_data_goes_only_when_it_is_named(tmp_path: Path, actions: str) -> None:
    """The approval of the list is not enough, nor is an acknowledgement of something else."""
    goes = [change(BUCKET, actions, {"bucket": "b"}, {"bucket": "c"} if "create" in actions else None)]
    assert "which nobody acknowledged: s:aws_s3_bucket.data" in _held(tmp_path, goes, goes).deviations[0].why
    assert not _held(tmp_path, goes, goes, acknowledged=["other:aws_s3_bucket.data", BUCKET]).ok
    assert _held(tmp_path, goes, goes, acknowledged=["s:aws_s3_bucket.data"]).ok


def test_an_agreement_ends(tmp_path: Path) -> None:
    """At its hour, to the second; what then happens is said."""
    same = [change(TASKS, "update", TWO, FOUR)]
    assert _held(tmp_path, same, same, at=AT + timedelta(minutes=59)).ok
    ended = _held(tmp_path, same, same, at=AT + timedelta(hours=1))
    assert ended.deviations[0].why.startswith("the agreement ended at 2026-12-08T15:00+00:00; run the workflow anew")


def test_other_stacks_stop(tmp_path: Path) -> None:
    """Stacks that are others than those of the list, and a stack that is not in it."""
    same = [change(TASKS, "update", TWO, FOUR)]
    assert "expected sha256:1, found sha256:2" in _held(tmp_path, same, same, digest="sha256:2").deviations[0].why
    file = plan(tmp_path / "now.json", *same)
    nothing = Agreement("production", AT, "sha256:1", ())
    found = judged(nothing, "s", read_plan(file), digest="sha256:1", at=AT, hours=1)
    assert found.deviations[0].why == "nothing was agreed for this stack in production"


def test_an_argument_that_reads_a_changed_output_may_follow_it(tmp_path: Path) -> None:
    """In place, and no other argument with it; a replacement that it would force is asked for anew."""
    follows = {TASKS: {"desired_count": "network"}}
    moved = change(TASKS, "update", TWO, FOUR)
    assert _held(tmp_path, [], [moved], follows=follows).ok
    assert not _held(tmp_path, [], [change(TASKS, "update", {**TWO, "x": 1}, FOUR)], follows=follows).ok
    assert not _held(tmp_path, [], [change(TASKS, "delete create", TWO, FOUR)], follows=follows).ok
    assert not _held(tmp_path, [], [moved]).ok


def test_a_stack_that_could_not_be_planned_may_only_make_what_it_configures(tmp_path: Path) -> None:
    """Nobody has seen more of it."""
    stack = AgreedStack("s", awaits=("network",), creates=(TASKS,))
    agreement = Agreement("production", AT, "sha256:1", (stack,))
    for made, ok in [
        (change(TASKS, "create", None, TWO), True),
        (change(f'{TASKS}["a"]', "create", None, TWO), True),
        (change(ROLE, "create", None, {}), False),
        (change(TASKS, "update", TWO, FOUR), False),
        (change(TASKS, "delete", TWO), False),
    ]:
        now = read_plan(plan(tmp_path / "now.json", made))
        assert judged(agreement, "s", now, digest="sha256:1", at=AT, hours=1).ok is ok, made
