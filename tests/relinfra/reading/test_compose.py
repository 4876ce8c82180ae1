import pytest

from relinfra.errors import MatrixError
from relinfra.reading import MappingNode, compose, locate, plain


def read(text: str) -> object:
    return plain(compose(text.encode(), "m.yaml", MatrixError))


def refused(content: bytes) -> str:
    with pytest.raises(MatrixError) as caught:
        compose(content, "m.yaml", MatrixError)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("017", "017"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("0x10", "0x10"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("2027-06-30", "2027-06-30"),
        ("-5", -5),
        ("2.5", 2.5),
        ("yes", True),
        ("'yes'", "yes"),
        ("! 17", "17"),
        ("!!str 17", "17"),
        ("9" * 40, "9" * 40),
    ],
)
def test_a_scalar_is_a_number_only_in_plain_decimal(text: str, value: object) -> None:
    """Octal, sexagesimal and other surprises of YAML 1.1 stay text."""
    assert read(f"key: {text}") == {"key": value}


def test_null_is_absence() -> None:
    """A key set to null is as good as removed; in a list, null is a value to be refused later."""
    assert read("a: null\nb:\nc: ~\nd: [null]") == {"d": (None,)}


def test_an_alias_stands_for_its_anchor() -> None:
    """An alias copies the value; lines inside it are those of the anchor."""
    root = compose(b"one: &a\n  x: 1\ntwo: *a\n", "m.yaml", MatrixError)
    assert plain(root) == {"one": {"x": 1}, "two": {"x": 1}}
    place = locate(root, ("two", "x"))
    assert (place.position.line, place.path) == (2, ("two", "x"))


def test_aliases_cannot_explode() -> None:
    """The billion laughs are refused before they are told."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{name}: &{name} [{', '.join([f'*{below}'] * 9)}]" for below, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    assert "expected at most 50000 values, found more, aliases expanded" in refused("\n".join(lines).encode())


def test_depth_is_bounded() -> None:
    """A deeply nested file exhausts no stack."""
    assert "expected at most 40 levels" in refused(b"[" * 100_000)


@pytest.mark.parametrize(
    ("content", "report"),
    [
        (b"", "m.yaml:1:1: expected a mapping, found an empty file."),
        (b"# nothing\n", "m.yaml:1:1: expected a mapping, found an empty file."),
        (b"a: 1\nb: \xff", "m.yaml:2:4: expected text in UTF-8, found the byte 0xff."),
        (b"a: \x00", "m.yaml:1:4: expected printable text, found the control character U+0000."),
        ("a: é\x07".encode(), "m.yaml:1:5: expected printable text, found the control character U+0007."),
        (b" " * (1024 * 1024 + 1), "m.yaml:1:1: expected a file of at most 1 MiB, found a larger one."),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, report: str) -> None:
    """Bytes that are no YAML are reported with their position like any other mistake."""
    assert refused(content) == report


def test_every_mistake_of_the_yaml_is_reported() -> None:
    """Duplicate keys, tags and keys that are no names do not hide each other."""
    report = refused(b"a: 1\na: 2\n3: x\nb: !secret y\n")
    assert [line.split(": ")[0] for line in report.splitlines()] == ["m.yaml:2:1", "m.yaml:3:1", "m.yaml:4:4"]


def test_a_byte_order_mark_is_ignored() -> None:
    """Editors on Windows write one."""
    assert isinstance(compose(b"\xef\xbb\xbfa: 1", "m.yaml", MatrixError), MappingNode)
