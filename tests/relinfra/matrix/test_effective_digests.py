from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel

from relinfra.matrix import Matrix
from relinfra.matrix.digest import digest_of

SHOP = (Path(__file__).parents[3] / "examples" / "shop" / "relinfra.yaml").read_text()
BEFORE = Matrix.parse(SHOP.encode()).effective_digests


def _changed(old: str, new: str) -> set[str]:
    """Return the environments, and `""` for all the rest, whose digest changes with a text of the matrix."""
    assert old in SHOP
    after = Matrix.parse(SHOP.replace(old, new, 1).encode()).effective_digests
    return {name for name in BEFORE.keys() | after.keys() if BEFORE.get(name) != after.get(name)}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("project: shop", "# a comment\n\nproject: shop"),
        ("project: shop", "project: 'shop'"),
        ("    port: 8080", "    port: 8080  # where it listens"),
    ],
)
def test_what_changes_no_value_changes_no_digest(old: str, new: str) -> None:
    """Comments, blank lines and quotes are nothing to the stacks."""
    assert _changed(old, new) == set()


@pytest.mark.parametrize(
    "new",
    [
        "strategy: blue_green\n          bake_minutes: 30",
        "bake_minutes: 30\n          strategy: blue_green",
    ],
)
def test_order_is_nothing(new: str) -> None:
    """Keys may stand in another order."""
    assert _changed("strategy: blue_green\n          bake_minutes: 30", new) == set()


def test_a_default_that_is_written_out_is_the_same_value() -> None:
    """A reader who writes down what holds anyway changes no stack."""
    assert _changed("storage_gib: 50,", "storage_gib: 50, insights: standard,") == set()


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("bake_minutes: 30", "bake_minutes: 31", {"production"}),
        ("port: 8080", "port: 8081", {"local", "staging", "production"}),
        ("project: shop", "project: shops", {""}),
        ("minimum_healthy_percent: 50", "minimum_healthy_percent: 60", {"local", "staging"}),
        ("{target: compose, database: sqlite, purpose: Dev}", "{target: compose, purpose: Dev}", {"local"}),
    ],
)
def test_every_value_counts_where_it_holds(old: str, new: str, where: set[str]) -> None:
    """A value of the defaults in every environment, one of an environment there, the rest for itself."""
    assert where <= _changed(old, new)
    assert _changed(old, new) <= where | {"production"}


class _One(BaseModel):
    kind: Literal["one"] = "one"


class _Other(BaseModel):
    kind: Literal["other"] = "other"


def test_variants_with_the_same_fields_differ() -> None:
    """A variant of which all is default is not another of which all is default."""
    one, other = (digest_of(variant, variant.model_dump(mode="json")) for variant in (_One(), _Other()))
    assert one != other
