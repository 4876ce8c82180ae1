import pytest

from relinfra.matrix.models.service import Service
from relinfra.reading.excerpt import LONGEST
from relinfra.reading.nearest import nearest


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("natt", ("nat", "cidr"), "nat"),
        ("prot", ("port", "cpu"), "port"),
        ("bluegreen", ("rolling", "blue_green"), "blue_green"),
        ("stage", ("staging", "production"), "staging"),
        ("retention_days", ("log_retention_days", "network"), "log_retention_days"),
        ("log_retention", ("log_retention_days", "log_router"), "log_retention_days"),
    ],
)
def test_what_was_meant_is_named(word: str, known: tuple[str, ...], meant: str) -> None:
    """A name of the same words comes first, then one that is spelt alike."""
    assert nearest(word, known) == f"did you mean `{meant}`?"


@pytest.mark.parametrize("word", ["sidecars", "colour", "x" * 300, ""])
def test_what_is_not_near_is_not_guessed(word: str) -> None:
    """Who writes `sidecars` does not mean `secrets`; what there is is listed."""
    assert nearest(word, Service.known_keys()).startswith("known here: ")


def test_a_hint_is_no_longer_than_a_line_bears() -> None:
    """Names are cut as values are."""
    assert nearest("a" * 300 + "c", ["a" * 300 + "b"]) == f"did you mean `{'a' * LONGEST}…`?"
