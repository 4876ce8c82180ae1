"""Stacks with the values that Terraform planned for them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from relinfra.evidence import read_output
from relinfra.matrix import Matrix
from relinfra.policy import Status, check
from relinfra.policy.engine import scan
from relinfra.policy.judging import stack_of
from relinfra.policy.planned import judge_planned, planned_body
from relinfra.policy.plans import read_plans
from relinfra.policy.scan import Verdict
from relinfra.stacks import ReleaseApp
from relinfra_policies import POLICIES
from tests.relinfra.policy.test_plans import plan_of
from tests.support import terraform_plans

SHOP = Path(__file__).parents[3] / "examples" / "shop" / "relinfra.yaml"
TODAY = date(2026, 7, 1)
GROUP = "${aws_lb_target_group.web.arn}"


def _merged(written: dict[str, Any], planned: dict[str, Any]) -> dict[str, Any]:
    body = planned_body({"resource": {"aws_x": {"a": written}}}, {"aws_x.a": planned})
    merged: dict[str, Any] = body["resource"]["aws_x"]["a"]
    return merged


def test_what_a_variable_decides_is_what_is_planned() -> None:
    """At every depth; what was not written and is planned is there too, but for what is empty."""
    written = {"days": "${var.days}", "alarms": {"enable": "${local.on}"}, "names": ["${var.name}"]}
    planned = {"days": 3, "alarms": [{"enable": False, "rollback": None}], "names": ["web"], "mode": "x", "tags": {}}
    assert _merged(written, planned) == {"days": 3, "alarms": {"enable": False}, "names": ["web"], "mode": "x"}


def test_references_lifecycle_and_what_is_declared_stay_as_they_are_written() -> None:
    """Rules follow them, and a plan has none."""
    written = {
        "group": GROUP,
        "lifecycle": {"ignore_changes": ["action"]},
        "//": {"contract": {"days": 7}},
        "arn": "${var.arn}",
    }
    assert _merged(written, {"group": "arn:aws:1"}) == written


def test_blocks_that_a_plan_has_in_another_order_stay() -> None:
    """A set is sorted by Terraform; what is written is right of each block, what is planned might be of another."""
    written = {"rule": [{"name": "b", "on": "${var.b}"}, {"name": "a", "on": True}]}
    assert _merged(written, {"rule": [{"name": "a", "on": True}, {"name": "b", "on": False}]}) == written
    same = [{"name": "b", "on": False}, {"name": "a", "on": True}]
    assert _merged(written, {"rule": same}) == {"rule": same}


@pytest.mark.parametrize(("treated", "status"), [("missing", Status.FAILED), ("notBreaching", Status.PASSED)])
def test_a_variable_is_judged_by_its_planned_value(
    synthesized: Callable[..., Path], tmp_path: Path, treated: str, status: Status
) -> None:
    """The configuration alone gives no verdict; with the plan there is one, at the plan."""
    alarm = {"alarm_name": "web", "metric_name": "Errors", "treat_missing_data": "${var.treated}"}
    folder = synthesized()
    (tmp_path / "plans").mkdir()
    for stack in (folder / "stacks").iterdir():
        body = json.loads((stack / "cdk.tf.json").read_text())
        body["resource"]["aws_cloudwatch_metric_alarm"] = {"web": alarm}
        (stack / "cdk.tf.json").write_text(json.dumps(body))
        planned = plan_of(body, aws_cloudwatch_metric_alarm={"treat_missing_data": treated})
        (tmp_path / "plans" / f"{stack.name}.plan.json").write_text(json.dumps(planned))

    def found(plans: Path | None) -> set[tuple[str, Status]]:
        findings = check(folder, today=TODAY, plans=plans).findings
        return {(one.file.partition("/")[0], one.status) for one in findings if one.policy == "CKV_RELINFRA_7"}

    assert found(None) == set()
    assert found(tmp_path / "plans") == {
        (f"shop-{environment}.plan.json", status) for environment in ("staging", "production")
    }


def _answers(verdicts: Any) -> dict[tuple[str, str, str], bool]:
    asked: list[Verdict] = [one for one in verdicts if one.policy in POLICIES]
    return {(one.policy, stack_of(one.file), one.address): one.passed for one in asked}


@pytest.mark.slow
def test_plans_of_the_real_terraform_with_their_stacks_are_judged_as_the_stacks_are(tmp_path: Path) -> None:
    """Every rule of the pack, at every address, and nothing more."""
    folder, plans = tmp_path / "cdktf.out", tmp_path / "plans"
    ReleaseApp(Matrix.load(SHOP), folder).synth()
    terraform_plans(folder, plans)
    configured = _answers(scan(folder).verdicts)

    assert _answers(judge_planned(read_output(folder), read_plans(plans))) == configured
    assert len(configured) > 200
