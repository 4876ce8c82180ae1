from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from relinfra.comparison import Consequence, Locked, LockEntry
from relinfra.comparison.consequence import RESOURCE
from relinfra.evidence import FileEvidence, Output, read_output
from relinfra.evidence.declared import Declarations
from relinfra.lockfile import locked_by

LOCK = Path(__file__).parents[3] / "examples" / "shop" / "relinfra.lock.json"
DATA = "shop-production-data"
MAIN = "aws_db_instance.main"
GONE = "aws_s3_bucket.gone"

Edit = Callable[[dict[str, Any]], object]
Said = Callable[[Edit], Locked]


@pytest.fixture(scope="module")
def shop(synthesized: Callable[[str], Path]) -> Output:
    """Return the synthesized shop."""
    return read_output(synthesized("shop"))


@pytest.fixture
def said(shop: Output, tmp_path: Path) -> Said:
    """Return a function: an edit of the shop's lock in, what that lock says of the shop out."""

    def say(edit: Edit) -> Locked:
        body = json.loads(LOCK.read_text())
        edit(body)
        (tmp_path / LOCK.name).write_text(json.dumps(body, indent=2))
        return locked_by(tmp_path, shop)

    return say


def stack(of: dict[str, Any], name: str = DATA) -> dict[str, Any]:
    """Return a stack of a lock."""
    found: dict[str, Any] = of["stacks"][name]
    return found


def held(of: dict[str, Any], address: str = MAIN) -> dict[str, Any]:
    """Return the arguments that a lock keeps at an address."""
    found: dict[str, Any] = stack(of)["resources"].setdefault(address, {})
    return found


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (
            lambda lock: held(lock, "aws_future_store.x"),
            ("aws_future_store.x", "destroyed", RESOURCE, "data_lost", None, None),
        ),
        (lambda lock: held(lock, GONE), (GONE, "destroyed", RESOURCE, "data_lost", None, None)),
        (
            lambda lock: held(lock, "aws_kms_key.gone"),
            ("aws_kms_key.gone", "destroyed", RESOURCE, "key_lost", None, None),
        ),
        (
            lambda lock: held(lock, "aws_s3_bucket.load_balancer_logs"),
            ("aws_s3_bucket.load_balancer_logs", "destroyed", RESOURCE, "data_lost", None, None),
        ),
        (
            lambda lock: stack(lock)["resources"].update(
                {"aws_kms_key.service": stack(lock, "shop-production-service")["resources"].pop("aws_kms_key.service")}
            ),
            ("aws_kms_key.service", "moved", RESOURCE, "moved", DATA, "shop-production-service"),
        ),
        (
            lambda lock: held(lock).update(engine="mysql"),
            (MAIN, "replaced", RESOURCE, "data_lost", "mysql", "postgres"),
        ),
        (
            lambda lock: held(lock).update(identifier="former"),
            (MAIN, "database", "identifier", "renamed", "former", "shop-production-main"),
        ),
        (
            lambda lock: held(lock).update(major_version="16"),
            (MAIN, "database", "engine_version", "major_upgrade", "16", "17"),
        ),
        (
            lambda lock: held(lock).update(major_version="18"),
            (MAIN, "database", "engine_version", "version_lowered", "18", "17"),
        ),
    ],
)
def test_what_the_stacks_lose_of_a_lock_is_told(said: Said, edit: Edit, told: tuple[str | None, ...]) -> None:
    """By kind, with both values, whatever the stacks were that one compares with; of the others nothing is said."""
    (one,) = said(edit).losses
    assert (one.address, one.kind, one.what, one.why, one.before, one.after) == told
    assert one.stack == DATA


@pytest.mark.parametrize(
    ("edit", "why", "before"),
    [
        (lambda lock: stack(lock).update(state="s3://former/key"), "begins_empty", "s3://former/key"),
        (lambda lock: stack(lock).update(account="999999999999"), "begins_empty", "999999999999"),
        (lambda lock: stack(lock).update(region="eu-west-1"), "begins_empty", "eu-west-1"),
        (lambda lock: lock["stacks"].update({"shop-production-gone": stack(lock)}), "left_behind", None),
        (
            lambda lock: lock["stacks"].update({"shop-qa-data": {**stack(lock), "environment": "qa"}}),
            "left_behind",
            None,
        ),
    ],
)
def test_what_a_stack_leaves_behind_is_told_of_all_that_it_holds(
    said: Said, edit: Edit, why: str, before: str | None
) -> None:
    """Terraform destroys nothing of it, and makes it anew where the stack is another one."""
    found = said(edit).losses
    assert {one.address for one in found} == set(stack(json.loads(LOCK.read_text()))["resources"])
    assert {(one.kind, one.why, one.before) for one in found} == {("left", why, before)}


def test_another_project_leaves_everything_behind(said: Said) -> None:
    """Every stack has another name then."""
    found = said(lambda lock: lock.update(project="boutique")).losses
    assert len(found) == sum(len(one["resources"]) for one in json.loads(LOCK.read_text())["stacks"].values())
    assert {one.why for one in found} == {"left_behind"}


def test_the_evidence_is_the_line_of_the_lock(said: Said, tmp_path: Path) -> None:
    """Beside what stands there today, which is nothing."""
    (one,) = said(lambda lock: held(lock, GONE)).losses
    proof, today = one.evidence
    assert isinstance(proof, FileEvidence)
    assert proof.file == LOCK.name
    assert proof.line is not None
    assert GONE in (tmp_path / LOCK.name).read_text().splitlines()[proof.line - 1]
    assert one.lock == LockEntry("production", proof)
    assert getattr(today, "value", "") is None


def test_a_current_lock_says_nothing(said: Said, shop: Output, tmp_path: Path) -> None:
    """Nor does a lock that is not there, nor one of environments that a part leaves out."""
    assert said(lambda lock: None) == Locked()
    own = {name: one for name, one in shop.stacks.items() if one.label("environment") == "staging"}
    declared = Declarations({**shop.declared.body, "part": {"environments": ["staging"]}})
    assert locked_by(tmp_path, replace(shop, stacks=own, declared=declared)) == Locked()
    assert locked_by(tmp_path / "nowhere", shop) == Locked()


def told(kind: str, address: str = GONE, what: str = RESOURCE, *, stateful: bool = True) -> Consequence:
    """Return a consequence that former stacks tell of."""
    return Consequence(DATA, address, kind, what, "why", (), stateful=stateful)


def test_nothing_is_told_twice(said: Said) -> None:
    """What former stacks tell too gets the line of the lock, whatever they call it."""
    locked = said(lambda lock: held(lock, GONE))
    for kind in ("destroyed", "moved", "replaced", "left"):
        (one,) = locked.said_of([told(kind)])
        assert (one.kind, one.lock) == (kind, locked.losses[0].lock)
    assert [one.kind for one in locked.said_of([told("altered", what="tags")])] == ["altered", "destroyed"]
    moved = said(lambda lock: stack(lock).update(account="999999999999"))
    for kind in ("destroyed", "replaced"):
        found = [one for one in moved.said_of([told(kind, MAIN)]) if one.address == MAIN]
        assert [(one.kind, one.why) for one in found] == [("left", "begins_empty")]
    upgraded = said(lambda lock: held(lock).update(major_version="16"))
    (one,) = upgraded.said_of([told("database", MAIN, "engine_version")])
    assert one.lock == upgraded.losses[0].lock


def test_what_was_let_go_has_its_reason(said: Said) -> None:
    """The last one, or that of the whole stack; what is locked again is not let go, what holds nothing need not."""
    entries = [("*", "all of it"), (GONE, "years ago"), (GONE, "moved")]
    forgotten = [{"stack": DATA, "address": address, "reason": reason} for address, reason in entries]
    locked = said(lambda lock: lock.update(forgotten=forgotten))
    asked = [told("destroyed"), told("destroyed", "aws_kms_key.x"), told("destroyed", "aws_lb.x", stateful=False)]
    found = [one.lock.reason if one.lock else None for one in locked.said_of(asked)]
    assert found == ["moved", "all of it", None]
    (again,) = said(lambda lock: [lock.update(forgotten=forgotten), held(lock, GONE)]).said_of([told("destroyed")])
    assert again.lock is not None
    assert again.lock.reason == ""
