from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from relinfra.errors import MatrixError
from relinfra.matrix import Matrix
from tests.relinfra.matrix.mistakes import BASE

LINES = BASE.splitlines()
VALUES = st.sampled_from(
    [
        *("", "null", "{}", "[]", "no", "-1", "0", "17", "9" * 30, "1.5", "'x'", "[[[]]]", "{a: {b: c}}"),
        *('"', "*a", "&a x", "!!set {}", "<<", "? x", "\t", "---", "\x00", '"\\ud800"', "é" * 300),
        *("10.0.0.0/33", "us-east-1", "aws", "compose", "${x}", "db.r7g.large", "blue_green", "{eu-west-1: {}}"),
    ]
)
INDEX = st.integers(0, len(LINES) - 1)


def survives(text: bytes) -> None:
    """Parse, and let nothing but the one error through."""
    with suppress(MatrixError):
        Matrix.parse(text)


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.lists(st.tuples(INDEX, VALUES), min_size=1, max_size=4))
def test_any_value_is_accepted_or_reported(edits: list[tuple[int, str]]) -> None:
    """Whatever stands behind a key, the matrix loads or says what is wrong."""
    lines = list(LINES)
    for index, value in edits:
        lines[index] = f"{lines[index].split(':')[0]}: {value}"
    survives("\n".join(lines).encode())


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.lists(st.tuples(INDEX, INDEX), min_size=1, max_size=6))
def test_any_order_of_lines_is_accepted_or_reported(swaps: list[tuple[int, int]]) -> None:
    """Lines that moved elsewhere make a strange matrix, not a traceback."""
    lines = list(LINES)
    for here, there in swaps:
        lines[here], lines[there] = lines[there], lines[here]
    survives("\n".join(lines).encode())


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.integers(0, len(BASE)), st.integers(0, 40), st.binary(max_size=12))
def test_any_bytes_are_accepted_or_reported(start: int, length: int, patch: bytes) -> None:
    """A file damaged anywhere is a matrix or an error of the user."""
    content = BASE.encode()
    survives(content[:start] + patch + content[start + length :])
