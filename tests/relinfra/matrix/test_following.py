"""A key that is missing because it is misspelt is one mistake, whatever layer it stands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from relinfra import Matrix
from relinfra.errors import MatrixError

MINIMAL = (Path(__file__).parents[3] / "examples" / "minimal" / "relinfra.yaml").read_text("utf-8")
OWN = "services: {web: {domain: {name: hello.example.com}}}"


def mistakes(*changes: tuple[str, str]) -> list[str]:
    """Return the places of the problems of the minimal matrix with changes."""
    text = MINIMAL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    with pytest.raises(MatrixError) as refused:
        Matrix.parse(text.encode(), "relinfra.yaml")
    return [".".join(map(str, problem.path)) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([("      image:", "      imagee:")], ["defaults.services.web.imagee"]),
        ([("  services:\n", "  servces:\n")], ["defaults.servces"]),
        ([("    web:\n      image", "    web:\n      iamge")], ["defaults.services.web.iamge"]),
        ([("zone: hello", "zonee: hello")], ["defaults.services.web.domain.zonee"]),
        ([('account: "333', 'acount: "333')], ["environments.staging.acount"]),
        (
            [("      image:", "      imagee:"), (OWN, "services: {web: {imagee: 1}}")],
            ["defaults.services.web.imagee", "environments.production.services.web.imagee"],
        ),
    ],
)
def test_what_a_misspelt_key_would_have_said_is_not_missed_besides(
    changes: list[tuple[str, str]], expected: list[str]
) -> None:
    """An environment that overrides a part of the mapping repeats nothing."""
    assert mistakes(*changes) == expected


def test_a_key_that_is_missing_for_another_reason_is_told() -> None:
    """What is misspelt in one environment is missing in the other for itself."""
    found = mistakes(("      image:", "      port: 80 #"), (OWN, "services: {web: {imagee: x}}"))
    assert sorted(found) == ["defaults.services.web.image", "environments.production.services.web.imagee"]
