from __future__ import annotations

import pytest

from relinfra.reading.table import FrozenMapping, UnknownKeyError


def test_a_key_that_is_not_there_is_told_with_those_that_are() -> None:
    """The nearest, or all of them; it is a KeyError, so that `get` and `in` work as on any mapping."""
    environments = FrozenMapping({"staging": 1, "production": 2})
    with pytest.raises(KeyError) as caught:
        environments["producton"]
    assert str(caught.value) == "there is no `producton`; did you mean `production`?"
    with pytest.raises(UnknownKeyError) as caught:
        environments["prod"]
    assert str(caught.value) == "there is no `prod`; known here: `production`, `staging`"
    assert environments.get("prod") is None
    assert "prod" not in environments
