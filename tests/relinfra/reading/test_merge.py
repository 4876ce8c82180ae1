from relinfra.errors import MatrixError
from relinfra.reading import compose, locate, merge, plain


def test_mappings_merge_lists_replace_null_removes() -> None:
    """What lies over wins, as deep as both are mappings."""
    under = compose(b"a: {x: 1, y: 2}\nb: [1, 2]\nc: {z: 3}\nd: 4\n", "under", MatrixError)
    over = compose(b"a: {y: 5}\nb: [6]\nc: null\nd: {e: 7}\n", "over", MatrixError)
    assert plain(merge(under, over)) == {"a": {"x": 1, "y": 5}, "b": (6,), "d": {"e": 7}}


def test_every_value_keeps_its_line() -> None:
    """A merged value is found where it was written, a removed one where it was removed."""
    under = compose(b"a:\n  x: 1\n  y: 2\n  z: 3\n", "under", MatrixError)
    over = compose(b"\n\na:\n  y: 5\n  z: null\n", "over", MatrixError)
    merged = merge(under, over)
    found = {key: str(locate(merged, ("a", key)).position) for key in ("x", "y", "z")}
    assert found == {"x": "under:2:6", "y": "over:4:6", "z": "over:5:6"}


def test_a_removed_section_can_be_given_again() -> None:
    """Null in one layer does not bind the layers over it."""
    layers = [compose(text, "m", MatrixError) for text in (b"a: {x: 1}", b"a: null", b"a: {y: 2}")]
    assert plain(merge(merge(layers[0], layers[1]), layers[2])) == {"a": {"y": 2}}
