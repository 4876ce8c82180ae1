import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from relinfra.domain.versions_file import versions_text
from relinfra.errors import OutputError
from relinfra.policy import Flaw, Report, Status, check

TODAY = date(2026, 7, 1)


def _statuses(report: Report, policy: str) -> dict[tuple[str, str], Status]:
    return {(one.environment, one.address): one.status for one in report.findings if one.policy == policy}


def test_findings_carry_the_whole_terraform_address(synthesized: Any) -> None:
    """Of Python checks, graph checks, data sources and providers alike."""
    found = {finding.address for finding in check(synthesized(), today=TODAY).findings}

    assert found >= {
        "aws_sns_topic.alerts",
        "aws_vpc.main",
        "data.aws_iam_policy_document.any",
        "provider.aws",
    }
    assert not {address for address in found if address.startswith(("resource.", "aws."))}


def test_a_finding_points_at_its_lines(synthesized: Any) -> None:
    """The lines hold the resource that is meant."""
    folder = synthesized()
    finding = next(one for one in check(folder, today=TODAY).failed if one.policy == "CKV_RELINFRA_9")
    first, last = finding.lines

    assert finding.stack in {"shop-production", "shop-staging"}
    assert "alias/aws/sns" in "".join((folder / finding.file).read_text("utf-8").splitlines()[first - 1 : last])


def test_a_waiver_accepts_a_failure_in_its_environment(synthesized: Any, waiver: dict[str, Any]) -> None:
    """And nowhere else."""
    report = check(synthesized(waiver), today=TODAY)

    assert _statuses(report, "CKV_RELINFRA_9") == {
        ("staging", "aws_sns_topic.alerts"): Status.WAIVED,
        ("production", "aws_sns_topic.alerts"): Status.FAILED,
    }
    assert [finding.waiver.owner for finding in report.waived if finding.waiver] == ["platform-team"]
    assert (report.expired, report.stale) == ((), ())


@pytest.mark.parametrize(("today", "expired"), [(date(2026, 12, 31), False), (date(2027, 1, 1), True)])
def test_a_waiver_ends_after_its_last_day(synthesized: Any, waiver: dict[str, Any], today: date, expired: bool) -> None:
    """From then on the failure counts, and the waiver is named."""
    report = check(synthesized(waiver), today=today)
    status = _statuses(report, "CKV_RELINFRA_9")["staging", "aws_sns_topic.alerts"]

    assert status is (Status.FAILED if expired else Status.WAIVED)
    assert [one.policy for one in report.expired] == ["CKV_RELINFRA_9"] * expired


@pytest.mark.parametrize(
    ("changes", "flaw", "told"),
    [
        ({"policy": "CKV_RELINFRA_900"}, Flaw.UNKNOWN, "there is no policy CKV_RELINFRA_900"),
        ({"policy": "CKV_RELINFRA_158"}, Flaw.UNKNOWN, "CKV_RELINFRA_103 and CKV_RELINFRA_109 ask it now"),
        ({"resources": ["aws_sns_topic.gone"]}, Flaw.UNMATCHED, "no resource has the address aws_sns_topic.gone"),
        ({"resources": ["aws_sns_topic.*", "aws_sqs_queue.*"]}, Flaw.UNMATCHED, "the address aws_sqs_queue.*"),
        ({"expires": "2026-06-30"}, Flaw.EXPIRED, "ended on 2026-06-30"),
        ({"policy": "CKV_RELINFRA_7", "resources": ["aws_cloudwatch_metric_alarm.web"]}, Flaw.UNUSED, "remove it"),
        ({"accepts": {"kms_master_key_id": "alias/else"}}, Flaw.UNUSED, "aws_sns_topic.alerts has another value"),
    ],
)
def test_a_waiver_that_does_no_good_fails_the_check(
    synthesized: Any, waiver: dict[str, Any], changes: dict[str, Any], flaw: Flaw, told: str
) -> None:
    """With its line and what to do."""
    report = check(synthesized(waiver | changes), today=TODAY)

    assert flaw in {one.flaw for one in report.faults}
    assert any(str(one).startswith("relinfra.yaml:70: ") and told in str(one) for one in report.faults)
    assert not replace(report, findings=()).ok
    assert replace(report, findings=()).holds


def test_a_waiver_accepts_the_value_that_it_names(synthesized: Any, waiver: dict[str, Any]) -> None:
    """Any other value fails."""
    waived = waiver | {"policy": "CKV_AWS_338", "resources": ["aws_cloudwatch_log_group.web"]}
    key = ("staging", "aws_cloudwatch_log_group.web")

    for days, status in ((30, Status.WAIVED), (1, Status.FAILED)):
        folder = synthesized(waived | {"accepts": {"retention_in_days": days}})
        assert _statuses(check(folder, today=TODAY), "CKV_AWS_338")[key] is status


def test_a_waiver_does_not_apply_before_it_begins(synthesized: Any, waiver: dict[str, Any]) -> None:
    """Nor is it of no use then."""
    report = check(synthesized(waiver | {"since": "2026-07-02"}), today=TODAY)

    assert _statuses(report, "CKV_RELINFRA_9")["staging", "aws_sns_topic.alerts"] is Status.FAILED
    assert not report.faults
    assert any("begins on 2026-07-02" in one for one in report.notices)


def test_a_waiver_of_a_part_is_judged_where_all_its_environments_are(synthesized: Any, waiver: dict[str, Any]) -> None:
    """What another part accepts, nobody knows here."""
    gone = waiver | {"resources": ["aws_sns_topic.gone"]}
    folder = synthesized(gone, gone | {"environments": ["production"]}, gone | {"environments": None})
    declaration = json.loads((folder / "relinfra.json").read_text())
    declaration["part"] = {"environments": ["staging"], "order": ["staging", "production"]}
    (folder / "relinfra.json").write_text(json.dumps(declaration))

    assert {one.waiver.environments for one in check(folder, today=TODAY).faults} == {("staging",)}


def test_a_report_is_ok_when_every_failure_is_waived(synthesized: Any, waiver: dict[str, Any]) -> None:
    """Only what nobody accepted fails."""
    failed = {finding.policy for finding in check(synthesized(), today=TODAY).failed}
    waivers = [waiver | {"policy": policy, "resources": ["*"], "environments": None} for policy in sorted(failed)]
    report = check(synthesized(*waivers), today=TODAY)

    assert report.waived
    assert report.ok


def test_a_waiver_that_cannot_be_read_is_an_error(synthesized: Any, waiver: dict[str, Any]) -> None:
    """It names the waiver and the field."""
    with pytest.raises(OutputError, match=r"waiver 1: expires"):
        check(synthesized(waiver | {"expires": "soon"}), today=TODAY)


def _dropped(report: Report, words: str) -> bool:
    return not report.ok and any(re.search(words, problem) for problem in report.problems)


def test_a_file_that_checkov_drops_fails_the_run(synthesized: Any) -> None:
    """Plain Checkov would exit with 0 here."""
    report = check(synthesized(staging={"terraform": {"required_version": ">= 1.10"}}), today=TODAY)

    assert _dropped(report, r"^stacks/shop-staging/cdk\.tf\.json: Checkov dropped the file")
    assert _dropped(report, r"^shop-staging: 7 resources and data sources exist, Checkov read 0")


def test_a_run_without_any_resource_fails(synthesized: Any) -> None:
    """Nothing was judged, so nothing is proven."""
    nothing: dict[str, Any] = {"resource": {}, "data": {}}

    assert _dropped(check(synthesized(staging=nothing, production=nothing), today=TODAY), "no resource was checked")


def test_a_stack_that_is_not_in_the_manifest_fails_the_run(synthesized: Any) -> None:
    """Left over from an older synthesis, it is judged although it will not be deployed."""
    folder = synthesized()
    stacks = folder / "stacks"
    (stacks / "shop-old").mkdir()
    (stacks / "shop-old" / "cdk.tf.json").write_text((stacks / "shop-staging" / "cdk.tf.json").read_text())

    assert _dropped(check(folder, today=TODAY), "shop-old.*not in manifest.json")


HIDDEN = 'resource "aws_s3_bucket" "open" {\n  bucket = "open"\n}\n'


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("versions.tf", HIDDEN, "resource"),
        ("versions.tf", versions_text(">= 1.10") + HIDDEN, "resource"),
        ("versions.tf", HIDDEN.replace("\n", " "), "resource"),
        ("versions.tf", "/* {\n*/\n" + versions_text(">= 1.10"), r"/\*"),
        ("versions.tf", 'terraform {\n  backend "local" {\n  }\n}\n', "terraform {"),
        ("versions.tf", "moved {\n  from = aws_vpc.a /*\n}\n*/\n}\nimport {\n}\n", "moved"),
        ("versions.tf.json", json.dumps({"resource": {"aws_s3_bucket": {"open": {}}}}), "resource"),
    ],
)
def test_nothing_hides_in_the_file_that_is_not_checked(synthesized: Any, name: str, text: str, found: str) -> None:
    """`versions.tf`, and that of former outputs, holds settings only; whatever else is in it is named."""
    folder = synthesized()
    (folder / "stacks/shop-staging" / name).write_text(text)

    assert _dropped(check(folder, today=TODAY), f"shop-staging: versions.tf is not checked and holds .*{found}")


@pytest.mark.parametrize("name", ["x.tf", "terraform.tfvars", "override.tf.json"])
def test_a_file_beside_a_stack_fails_the_report(synthesized: Any, name: str) -> None:
    """Terraform would apply what no policy was asked about."""
    folder = synthesized()
    (folder / "stacks" / "shop-staging" / name).write_text("{}")
    problems = check(folder, today=TODAY).problems
    assert [
        problem for problem in problems if problem.startswith(f"stacks/shop-staging/{name}: was not written by synth")
    ]
