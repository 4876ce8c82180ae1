"""Waivers that are printed for a failure: pasted into the matrix, they accept it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from relinfra.errors import MatrixError, UsageError
from relinfra.evidence import read_output
from relinfra.matrix import Matrix
from relinfra.policy import Report, Status, check
from relinfra.policy.waiver_snippet import WaiverDraft, draft_waivers
from relinfra.stacks import ReleaseApp

SHOP = Path(__file__).parents[3] / "examples" / "shop" / "relinfra.yaml"
TODAY = date(2026, 7, 1)


def _bare(folder: Path) -> Path:
    """Write the shop's matrix without any waiver."""
    before, _, rest = SHOP.read_text("utf-8").partition("\nwaivers:\n")
    file = folder / "relinfra.yaml"
    file.write_text(f"{before}\n{rest[rest.index('# What `relinfra lint`') :]}", "utf-8")
    return file


def _checked(matrix: Path) -> tuple[Path, Report]:
    folder = matrix.parent / "cdktf.out"
    ReleaseApp(Matrix.load(matrix), folder).synth()
    return folder, check(folder, today=TODAY)


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """The stacks of the bare matrix, and what is found there."""
    return _checked(_bare(tmp_path_factory.mktemp("waive")))


def _drafts(checked: tuple[Path, Report], policy: str, address: str, year: int = 2027) -> tuple[WaiverDraft, ...]:
    folder, report = checked
    return draft_waivers(report, read_output(folder), policy, address, expires=date(year, 7, 2))


def test_what_is_printed_can_be_pasted(checked: tuple[Path, Report], tmp_path: Path) -> None:
    """It loads, accepts the failure in every environment it was printed for, and does some good."""
    (draft,) = _drafts(checked, "CKV_AWS_338", "aws_cloudwatch_log_group.web")
    matrix = _bare(tmp_path)
    matrix.write_text(f"{matrix.read_text('utf-8')}\nwaivers:\n{draft}\n", "utf-8")
    _, report = _checked(matrix)
    place = (draft.policy, draft.address)

    assert {one.status for one in report.findings if (one.policy, one.address) == place} == {Status.WAIVED}
    assert report.faults == ()
    assert yaml.safe_load(str(draft))[0]["accepts"] == {"retention_in_days": 30}


def test_what_other_resources_decide_has_no_value(checked: tuple[Path, Report]) -> None:
    """One waiver then, for every environment in which it fails."""
    (draft,) = _drafts(checked, "CKV2_AWS_28", "aws_lb.main")

    assert draft.accepts == {}
    assert draft.environments == ("production", "staging")


def test_what_another_resource_says_is_named_with_its_type(checked: tuple[Path, Report]) -> None:
    """Of a bucket that fails for its replication, the status that the recovery stack gives it; none where none is."""
    folder, report = checked
    found = [replace(one, status=Status.FAILED) for one in report.findings if one.policy == "CKV_AWS_144"]
    drafts = _drafts((folder, replace(report, findings=tuple(found))), "CKV_AWS_144", "aws_s3_bucket.assets")

    assert {draft.environments: dict(draft.accepts) for draft in drafts} == {
        ("production",): {"aws_s3_bucket_replication_configuration.rule.status": "Enabled"},
        ("staging",): {},
    }


def test_what_does_not_fail_needs_no_waiver(checked: tuple[Path, Report]) -> None:
    """It says what is so instead, or where the policy fails."""
    with pytest.raises(UsageError, match="it is accepted there"):
        _drafts(checked, "CKV_AWS_378", "aws_lb_target_group.web")
    with pytest.raises(UsageError, match=r"but at aws_lb\.main"):
        _drafts(checked, "CKV2_AWS_28", "aws_lb.other")


def test_a_waiver_for_too_long_is_refused(checked: tuple[Path, Report], tmp_path: Path) -> None:
    """At most two years from its first day."""
    (draft,) = _drafts(checked, "CKV2_AWS_28", "aws_lb.main", year=2028)
    matrix = _bare(tmp_path)
    matrix.write_text(f"{matrix.read_text('utf-8')}\nwaivers:\n{draft}\n", "utf-8")

    with pytest.raises(MatrixError, match="2026-07-01 to 2028-07-01"):
        Matrix.load(matrix)
