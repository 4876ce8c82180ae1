"""The baseline of plain Checkov."""

from __future__ import annotations

import json
from dataclasses import replace

from relinfra.policy import Report, Status, render


def _accepted(report: Report) -> list[tuple[str, str, tuple[str, ...]]]:
    body = json.loads(render(report, "baseline"))
    return [
        (entry["file"], finding["resource"], tuple(finding["check_ids"]))
        for entry in body["failed_checks"]
        for finding in entry["findings"]
    ]


def _trusted(report: Report) -> Report:
    return replace(report, problems=())


def test_what_is_waived_is_accepted_under_both_names_that_checkov_has(report: Report) -> None:
    """The whole address, and the name without its type."""
    passing = tuple(one for one in report.findings if one.status is not Status.FAILED)
    file = "/stacks/shop-staging-data/cdk.tf.json"
    assert _accepted(_trusted(replace(report, findings=passing))) == [
        (file, "aws_secretsmanager_secret.stripe", ("CKV2_AWS_57",)),
        (file, "resource.stripe", ("CKV2_AWS_57",)),
    ]


def test_a_name_under_which_something_else_fails_is_accepted_nowhere(report: Report) -> None:
    """Checkov would accept the failure of production with the waiver of staging: it asks for no file."""
    assert _accepted(_trusted(report)) == []


def test_a_type_is_told_apart_where_checkov_tells_it(report: Report) -> None:
    """What fails under the short name alone hides the short name alone."""
    other = replace(report.findings[0], address="aws_secretsmanager_secret_rotation.stripe")
    assert [name for _, name, _ in _accepted(_trusted(replace(report, findings=(other, report.findings[1]))))] == [
        "aws_secretsmanager_secret.stripe"
    ]


def test_a_run_that_cannot_be_trusted_accepts_nothing(report: Report) -> None:
    """Nor does one that only looked accepted."""
    waived = replace(report, findings=report.findings[1:2])
    assert report.problems
    assert _accepted(waived) == []
    assert _accepted(_trusted(waived)) != []
