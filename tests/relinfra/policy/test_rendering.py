from datetime import date

import pytest

from relinfra.errors import UsageError
from relinfra.policy import FORMATS, Report, render

EMPTY = Report(
    project="shop",
    today=date(2026, 7, 1),
    checkov="3.3.30",
    policies=592,
    pack=(),
    stacks=(),
    findings=(),
    expired=(),
    stale=(),
    problems=(),
    notices=(),
)


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_ends_in_one_newline(format_: str) -> None:
    """Also of a report without any finding."""
    text = render(EMPTY, format_)

    assert text == text.rstrip("\n") + "\n"


def test_an_unknown_format_is_a_usage_error() -> None:
    """It names those there are."""
    with pytest.raises(UsageError, match="expected one of table, json, sarif, junit, found 'csv'"):
        render(EMPTY, "csv")
