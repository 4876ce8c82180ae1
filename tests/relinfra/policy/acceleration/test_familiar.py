from collections.abc import Iterable
from inspect import getattr_static
from typing import Any

import pytest
from checkov.terraform_json import parser

from relinfra.policy.acceleration import familiar, switch
from relinfra.policy.acceleration.familiar import KNOWN, fingerprint
from relinfra.policy.exchange import Exchange


class _Alone(Exchange):
    """No other process."""

    def all(self, _: str, value: Any) -> list[Any]:
        return [value]


@pytest.mark.parametrize("module", KNOWN)
def test_checkov_is_the_one_that_was_read(module: str) -> None:
    """Where it changed: read the change, see that `relinfra.policy.acceleration` still does the same, note it."""
    assert fingerprint(module) in KNOWN[module]


def test_every_replaced_name_is_in_a_module_that_was_read() -> None:
    """Nothing is replaced that could change unseen."""
    replaced = [*switch._replacements(), *switch._of_part((), _Alone())]
    owners = {getattr(owner, "__module__", getattr(owner, "__name__", "")) for owner, *_ in replaced}

    assert owners <= KNOWN.keys()


def _loaders(known: Iterable[str], monkeypatch: pytest.MonkeyPatch) -> tuple[object, object]:
    monkeypatch.setattr(familiar, "KNOWN", {"checkov.terraform_json.parser": frozenset(known)})
    before = parser.loader
    with switch.accelerated():
        return before, parser.loader


def test_an_unknown_checkov_takes_its_own_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slower, and right."""
    before, within = _loaders(["another"], monkeypatch)

    assert within is before


def test_all_is_put_back() -> None:
    """Checkov is used by others in the process too."""
    before = [(owner, name, getattr_static(owner, name)) for owner, name, _ in switch._replacements()]
    with switch.accelerated():
        assert all(getattr_static(owner, name) is not was for owner, name, was in before)

    assert all(getattr_static(owner, name) is was for owner, name, was in before)
