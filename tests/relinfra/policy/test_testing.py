"""Fixtures of a team's own checks, run by the real Checkov."""

from __future__ import annotations

from pathlib import Path

import pytest

from relinfra.policy.testing import run_check_tests
from tests.relinfra.policy.test_own_checks import YAML

PASSES, FAILS = 'resource "aws_sns_topic" "a" { name = "acme-a" }\n', 'resource "aws_sns_topic" "b" { name = "b" }\n'


@pytest.fixture
def checks(tmp_path: Path) -> Path:
    """A folder with a check and its fixtures."""
    folder = tmp_path / "checks"
    for side, text in (("passing", PASSES), ("failing", FAILS)):
        (folder / "fixtures" / "CKV2_ACME_1" / side).mkdir(parents=True)
        (folder / "fixtures" / "CKV2_ACME_1" / side / "main.tf").write_text(text, "utf-8")
    (folder / "topic_is_named.yaml").write_text(YAML.format(id="CKV2_ACME_1"), "utf-8")
    return folder


def test_a_check_that_does_what_its_fixtures_say_has_no_problem(checks: Path) -> None:
    """Both sides are counted."""
    (found,) = run_check_tests(checks)

    assert (found.policy, found.passing, found.failing, found.problems) == ("CKV2_ACME_1", 1, 1, ())


def test_a_block_on_the_wrong_side_is_named(checks: Path) -> None:
    """With its file, line and address."""
    main = checks / "fixtures" / "CKV2_ACME_1" / "failing" / "main.tf"
    main.write_text(FAILS + PASSES, "utf-8")

    (found,) = run_check_tests(checks)

    assert found.problems == (f"{main}:2: aws_sns_topic.a: expected CKV2_ACME_1 to fail, and it passed",)


@pytest.mark.parametrize(
    ("text", "said"),
    [(None, "expected `*.tf` with a block that is passing, found none"), ("", "expected a verdict of the check")],
)
def test_a_side_without_a_verdict_proves_nothing(checks: Path, text: str | None, said: str) -> None:
    """A check that was never asked has not been tested."""
    main = checks / "fixtures" / "CKV2_ACME_1" / "passing" / "main.tf"
    main.unlink() if text is None else main.write_text('resource "aws_vpc" "a" {}\n', "utf-8")

    (found,) = run_check_tests(checks)

    assert [said in problem for problem in found.problems] == [True]


def test_fixtures_of_no_check_are_named(checks: Path) -> None:
    """A mistyped id would test nothing."""
    (checks / "fixtures" / "CKV2_ACME_11" / "passing").mkdir(parents=True)

    *_, strange = run_check_tests(checks)

    assert "expected the id of a check" in strange.problems[0]
    assert "CKV2_ACME_1" in strange.problems[0]
