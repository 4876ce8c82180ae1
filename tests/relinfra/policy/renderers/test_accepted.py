"""A failure that is accepted by design, in every format."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from relinfra.policy import Acceptance, Excused, Finding, Report, Status, render
from relinfra.policy.merging import merge_reports

HTTP = Finding(
    policy="CKV_AWS_260",
    title="Title of CKV_AWS_260",
    stack="shop-production-data",
    environment="production",
    address="aws_vpc_security_group_ingress_rule.http",
    file="stacks/shop-production-data/cdk.tf.json",
    lines=(3, 9),
    status=Status.ACCEPTED,
    acceptance=Acceptance(
        reason="Port 80 <redirects>",
        source="https://example.com/80",
        compensated_by="CKV_RELINFRA_123",
        address="aws_vpc_security_group_ingress_rule.http",
    ),
)
TOLD = "Port 80 <redirects> (CKV_RELINFRA_123 passes at aws_vpc_security_group_ingress_rule.http)"


@pytest.fixture
def accepted(report: Report) -> Report:
    """Return a report of nothing but one accepted failure."""
    return replace(report, findings=(HTTP,), problems=(), faults=(), expired=(), stale=())


def test_it_fails_no_report(accepted: Report) -> None:
    """It is neither failed nor waived, and stands in the one list of what is excused."""
    assert accepted.ok
    assert (accepted.failed, accepted.waived, accepted.accepted) == ((), (), (HTTP,))
    assert accepted.excused == (
        Excused(HTTP.policy, HTTP.stack, HTTP.file, HTTP.address, "Port 80 <redirects>", Status.ACCEPTED),
    )


def test_the_table_says_why(accepted: Report) -> None:
    """With the rule that makes up for it, and the address."""
    text = render(accepted, "table")

    assert "accepted CKV_AWS_260  Port 80 <redirects> (CKV_RELINFRA_123)\n" in text
    assert "aws_vpc_security_group_ingress_rule.http   production\n" in text
    assert "Policy check passed: 0 failed, 1 accepted, 0 waived, 0 passed" in text


def test_json_can_be_read_back(accepted: Report, synthesized: Callable[[], Path], tmp_path: Path) -> None:
    """What parts report, their merged report has."""
    file = tmp_path / "policy-report.json"
    file.write_text(render(accepted, "json"), "utf-8")

    assert merge_reports([file], synthesized()).accepted == (HTTP,)


def test_sarif_has_a_suppression(accepted: Report) -> None:
    """By the schema of what code scanning takes."""
    log = json.loads(render(accepted, "sarif"))
    schema = json.loads(Path(__file__).with_name("sarif.schema.json").read_text("utf-8"))

    Draft202012Validator(schema).validate(log)
    assert [one["suppressions"] for one in log["runs"][0]["results"]] == [
        [{"kind": "external", "status": "accepted", "justification": f"Accepted by design: {TOLD}"}]
    ]


def test_junit_skips_it(accepted: Report) -> None:
    """And says why."""
    suites = ET.fromstring(render(accepted, "junit"))  # noqa: S314 - our own document

    assert [one.get("message") for one in suites.iter("skipped")] == [f"accepted by design: {TOLD}"]
