import pytest

from relinfra.reading.problems import Position
from relinfra.reading.snippet import snippet


def excerpt(text: str, position: Position, *related: Position) -> list[str]:
    return ["".join(piece for _, piece in line) for line in snippet(position, {"m.yaml": text}, related)]


def at(line: int, column: int, end: int | None = None) -> Position:
    return Position("m.yaml", line, column, None if end is None else (line, end))


def test_a_place_is_marked_under_its_line() -> None:
    """A gutter with the number, the line as it is, and a mark as wide as what stands there."""
    assert excerpt("a: 1\nnat: double\n", at(2, 6, 12)) == ["  |", "2 | nat: double", "  |      ^^^^^^"]


def test_places_that_a_problem_rests_on_are_marked_too() -> None:
    """In the order of the file, with a sign where lines are left out."""
    text = "\n".join(["worker: true", "x: 1", "strategy: canary", *["y: 1"] * 7, "z: 1"])
    assert excerpt(text, at(3, 11, 17), at(1, 1, 7), at(11, 1, 2)) == [
        "   |",
        " 1 | worker: true",
        "   | ------",
        "   …",
        " 3 | strategy: canary",
        "   |           ^^^^^^",
        "   …",
        "11 | z: 1",
        "   | -",
    ]


@pytest.mark.parametrize(
    ("line", "place", "shown", "mark"),
    [
        ("\ta: b", at(1, 5, 6), "    a: b", "       ^"),
        ("a\tb: c", at(1, 3, 4), "a   b: c", "    ^"),
        ("日本: x", at(1, 5, 6), "日本: x", "      ^"),
        ("日本: x", at(1, 1, 3), "日本: x", "^^^^"),
        ("e\u0301: x", at(1, 5, 6), "e\u0301: x", "   ^"),
        ("a: \u202ereversed", at(1, 4, 13), "a: \N{REPLACEMENT CHARACTER}reversed", "   ^^^^^^^^^"),
        ("a: \x1b[31mred", at(1, 4, 12), "a: \N{REPLACEMENT CHARACTER}[31mred", "   ^^^^^^^^"),
        ("a:", at(1, 3, 3), "a:", "  ^"),
        ("a: b", at(1, 9), "a: b", "    ^"),
    ],
)
def test_a_mark_stands_under_its_place_in_any_line(line: str, place: Position, shown: str, mark: str) -> None:
    """Tabs, wide and combining characters, what hides, and an end that nothing stands behind."""
    assert excerpt(line, place) == ["  |", f"1 | {shown}", f"  | {mark}"]


def test_a_long_line_is_shown_around_its_place() -> None:
    """With a sign where it is cut, and within what a terminal shows."""
    line = f"a: [{', '.join(['x' * 9] * 30)}, wrong, {', '.join(['y' * 9] * 30)}]"
    column = line.index("wrong") + 1
    _, shown, mark = excerpt(line, at(1, column, column + 5))
    assert len(shown) <= 110
    assert shown.startswith("1 | …")
    assert shown.endswith("…")
    assert shown[mark.index("^") : mark.rindex("^") + 1] == "wrong"


def test_a_value_of_several_lines_is_marked_to_the_end_of_its_first() -> None:
    """The lines after it are not shown."""
    assert excerpt("a: |\n  b\n", Position("m.yaml", 1, 4, (3, 1))) == ["  |", "1 | a: |", "  |    ^"]


def test_lines_end_where_yaml_ends_them() -> None:
    """So that the line shown is that of the position."""
    assert excerpt("a: 1\r\nb: 2\x85c: 3\u2028d: 4", at(4, 4, 5))[1] == "4 | d: 4"


def test_without_its_text_a_place_has_no_excerpt() -> None:
    """Nor has one that the text does not have."""
    assert list(snippet(at(1, 1), {})) == []
    assert excerpt("a: 1", at(9, 1)) == []
