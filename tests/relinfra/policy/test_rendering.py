from dataclasses import fields, replace
from datetime import date

import pytest

from relinfra.errors import UsageError
from relinfra.policy import FORMATS, Finding, Report, Status, Waiver, render
from relinfra.policy.origin import Origin
from relinfra.policy.rule import Rule
from relinfra.visible import visible_lines

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
    with pytest.raises(UsageError, match="expected one of table, json, sarif, junit, markdown, baseline, found 'csv'"):
        render(EMPTY, "csv")


@pytest.mark.parametrize("format_", FORMATS)
def test_no_report_holds_what_hides(format_: str) -> None:
    """A reason that turns text around is shown with a sign, in JSON with an escape that means the same."""
    text = "a\u202eb\u200bc\x1b[8m"
    waiver = Waiver(
        policy="CKV_AWS_1",
        resources=(f"aws_vpc.{text}",),
        environments=(text,),
        reason=text,
        owner=text,
        expires=date(2027, 6, 30),
        ticket=text,
        file=f"{text}.yaml",
        line=1,
    )
    finding = Finding(
        policy="CKV_AWS_1",
        title=text,
        stack=text,
        environment=text,
        address=f"aws_vpc.{text}",
        file=text,
        lines=(1, 2),
        status=Status.FAILED,
        guideline=text,
        construct=text,
        origin=Origin(field=text, file=text, line=1),
        rule=Rule(**{field.name: text for field in fields(Rule)} | {"policy": "CKV_RELINFRA_1", "level": "HIGH"}),
    )
    findings = (finding, replace(finding, status=Status.WAIVED, waiver=waiver))
    said = {"project": text, "checkov": text, "stacks": (text,), "problems": (text,), "notices": (text,)}
    shown = render(replace(EMPTY, findings=findings, expired=(waiver,), stale=(waiver,), **said), format_)
    assert shown == visible_lines(shown)
    # A baseline holds addresses alone, and none of a run with a problem.
    assert "\N{REPLACEMENT CHARACTER}" in shown or "\\u202e" in shown or format_ == "baseline"
