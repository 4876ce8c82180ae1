"""Every row of every table of watched attributes, on the shop as it is synthesized."""

from __future__ import annotations

from typing import Any

import pytest

from relinfra.comparison.consequences.access.exposure import WATCHED as EXPOSURE
from relinfra.comparison.consequences.alarms import WATCHED as ALARMS
from relinfra.comparison.consequences.capacity import WATCHED as CAPACITY
from relinfra.comparison.consequences.database import WATCHED as DATABASE
from relinfra.comparison.consequences.protection import WATCHED as PROTECTION
from relinfra.comparison.consequences.watch import Watch, changed, fewer, higher, lower, off, on
from relinfra.evidence import Output
from relinfra.evidence.path import written
from tests.relinfra.comparison.support import changes, edited, put

STACK = "shop-production-service"
# What stands there before and after, for each direction; a row may be about a word that was a certain one.
SAMPLES: dict[Any, tuple[object, object]] = {
    lower: (8, 4),
    higher: (4, 8),
    off: (True, False),
    on: (False, True),
    changed: ("one", "two"),
    fewer: (["one", "two"], ["one"]),
}
_WORDS = {"availability_zone_rebalancing": ("ENABLED", "DISABLED"), "instance_class": ("db.r7g.large", "db.r7g.xlarge")}
ROWS = [
    *(("database", row) for row in DATABASE),
    *(("access", row) for row in EXPOSURE),
    *(("capacity", row) for row in CAPACITY),
    *(("protection", row) for row in (*PROTECTION, *ALARMS)),
]
IDS = [f"{row.type}.{written(row.path)}-{row.why}" for _, row in ROWS]


def pair(output: Output, row: Watch, *, backwards: bool = False) -> tuple[Output, Output]:
    """Return two outputs that differ in one attribute: of a resource of the shop, or of a new one."""
    sample = _WORDS.get(str(row.path[-1])) or SAMPLES[row.judge]
    stack, name = _place(output, row)
    sides = [edited(output, stack, lambda resources, v=value: _set(resources, row, name, v)) for value in sample]
    return (sides[1], sides[0]) if backwards else (sides[0], sides[1])


def _place(output: Output, row: Watch) -> tuple[str, str]:
    for stack in output.stacks.values():
        for one in stack.find(row.type):
            return stack.name, one.name
    return STACK, "made"


def _set(resources: dict[str, Any], row: Watch, name: str, value: object) -> None:
    resource = resources.setdefault(row.type, {}).setdefault(name, {})
    resource.pop("lifecycle", None)  # what Terraform is told to ignore has no consequence
    put(resource, row.path, value)


def test_each_row_stands_once() -> None:
    """No two rows of a kind watch one attribute in one direction."""
    keys = [(kind, row.type, row.path, row.judge) for kind, row in ROWS]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(("kind", "row"), ROWS, ids=IDS)
def test_the_worse_is_found_and_the_better_is_not(shop: Output, kind: str, row: Watch) -> None:
    """The change of one attribute for the worse is one change, with both values; the way back is none of that kind."""
    former, present = pair(shop, row)
    worse = [
        one for one in changes(former, present) if (one.kind, one.what, one.why) == (kind, written(row.path), row.why)
    ]
    assert len(worse) == 1
    assert worse[0].before != worse[0].after
    back = changes(*pair(shop, row, backwards=True))
    if row.judge is not changed:
        assert not [one for one in back if (one.kind, one.what, one.why) == (kind, written(row.path), row.why)]


@pytest.mark.parametrize(("kind", "row"), ROWS, ids=IDS)
def test_what_is_the_same_on_both_sides_is_no_change(shop: Output, kind: str, row: Watch) -> None:
    """Whatever an attribute says, it is no change while it says it on both sides."""
    former, present = pair(shop, row)
    assert changes(former, former) == changes(present, present) == []
