from collections.abc import Sequence
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from relinfra.plan.compare import Change, changes

LINES = st.lists(st.sampled_from(["", "|---|", "a", "b", "c"]), max_size=12)
LONG = [line for number in range(30_000) for line in (f"| {number} | x |", "", "|---|---|")]


@settings(deadline=None)
@given(LINES, LINES)
def test_changes_lead_from_one_text_to_the_other(found: list[str], wanted: list[str]) -> None:
    """Every line that is not blank is in both texts or in a change, at its place."""
    told = list(changes(found, wanted))

    assert _left(found, [one.number - 1 for one in told if one.found]) == _left(
        wanted, [one.index for one in told if one.wanted and one.index is not None]
    )
    assert all(one.found == found[one.number - 1] for one in told if one.found)
    assert all(one.wanted == wanted[one.index] for one in told if one.index is not None)


def _left(lines: Sequence[str], changed: Sequence[int]) -> list[str]:
    return [line for place, line in enumerate(lines) if line.strip() and place not in changed]


def test_a_change_is_told_with_its_line() -> None:
    """Inserted, removed and replaced lines, at either end and within."""
    assert list(changes(["a", "b", "c"], ["a", "x", "c"])) == [Change(2, 1, "b", "x")]
    assert list(changes(["a", "c"], ["a", "b", "c"])) == [Change(2, 1, "", "b")]
    assert list(changes(["a", "b"], ["a"])) == [Change(2, None, "b", "")]
    assert list(changes([], ["a"])) == [Change(1, 0, "", "a")]


def test_long_texts_that_are_alike_cost_little() -> None:
    """90,000 lines, the same three over and over: whole, and with a line changed at each end."""
    edited = ["first", *LONG[1:-2], "last", LONG[-1]]
    started = process_time()

    assert list(changes(LONG, list(LONG))) == []
    assert [(one.number, one.wanted) for one in changes(LONG, edited)] == [(1, "first"), (89_999, "last")]
    assert process_time() - started < 5
