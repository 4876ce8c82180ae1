from __future__ import annotations

import subprocess
import sys

import pytest

import relinfra

HEAVY = ("cdktf", "checkov", "jsii", "relinfra_constructs")


def test_the_exports_are_sorted_and_exist() -> None:
    """Every name of `__all__` can be imported, in alphabetical order, and `dir` shows it."""
    assert list(relinfra.__all__) == sorted(relinfra.__all__)
    for name in relinfra.__all__:
        assert getattr(relinfra, name) is not None
        assert name in dir(relinfra)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A name that relinfra does not export fails as on any module."""
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = relinfra.nothing


@pytest.mark.parametrize(
    "statement",
    ["import relinfra", "import relinfra; relinfra.load('examples/shop/relinfra.yaml')", "import relinfra.pipeline"],
)
def test_reading_a_matrix_loads_nothing_heavy(statement: str) -> None:
    """Neither importing relinfra nor loading a matrix imports jsii, cdktf or Checkov."""
    code = f"{statement}; import sys; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == ""
