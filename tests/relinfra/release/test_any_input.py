"""Whatever stands in a release file, it is read, or every problem of it has a place."""

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from relinfra.errors import ReleaseError
from relinfra.release import parse_release

FILE = "releases/2.5.0.yaml"
TEXT = (Path(__file__).parents[3] / "examples/shop" / FILE).read_text(encoding="utf-8")
LINES = TEXT.splitlines()
VALUES = st.sampled_from(
    [
        *(
            "",
            "null",
            "{}",
            "[]",
            "no",
            "-1",
            "0",
            "1e16",
            ".inf",
            "9" * 30,
            "'x'",
            "[[[]]]",
            "{a: {b: c}}",
            "a" * 3000,
        ),
        *('"', "*a", "&a x", "!!set {}", "<<", "? x", "- x", "\t", "---", "\x00", '"\\ud800"', "\u202e", "@", "%x"),
        *("9999-12-31", "0001-01-01", "2026-02-30", "2026-12-08T25:00", "25:61", "https://[::1", "2.5.O"),
    ]
)
INDEX = st.integers(0, len(LINES) - 1)
PLACE = re.compile(rf"{re.escape(FILE)}:\d+:\d+: ")


def survives(content: bytes) -> None:
    """Parse, and let nothing but problems with a place through, in words of ours."""
    try:
        parse_release(content, FILE, "2.5.0")
    except ReleaseError as error:
        told = [str(problem) for problem in error.problems]
        assert [one for one in told if not PLACE.match(one) or "Input should" in one] == []


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.lists(st.tuples(INDEX, VALUES), min_size=1, max_size=4))
def test_any_value_is_accepted_or_reported(edits: list[tuple[int, str]]) -> None:
    """Whatever stands behind a key."""
    lines = list(LINES)
    for index, value in edits:
        lines[index] = f"{lines[index].split(':')[0]}: {value}"
    survives("\n".join(lines).encode())


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.integers(0, len(TEXT)), st.integers(0, 40), st.binary(max_size=12))
def test_any_bytes_are_accepted_or_reported(start: int, length: int, patch: bytes) -> None:
    """Wherever a file is damaged."""
    content = TEXT.encode()
    survives(content[:start] + patch + content[start + length :])
