"""Policies over Terraform plans beside the configuration."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from relinfra.errors import OutputError
from relinfra.matrix import Matrix
from relinfra.policy import Status, check, render
from relinfra.stacks import ReleaseApp
from tests.support import terraform_plans

EXAMPLES = Path(__file__).parents[3] / "examples"
TODAY = date(2026, 7, 1)
Write = Callable[..., Path]


def plan_of(stack: dict[str, Any], **changed: dict[str, Any]) -> dict[str, Any]:
    """Return the plan that creates every resource of a stack; `changed` replaces arguments by type."""
    resources = [
        {
            "address": f"{kind}.{name}",
            "mode": "managed",
            "type": kind,
            "name": name,
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "values": body | changed.get(kind, {}),
        }
        for kind, named in stack["resource"].items()
        for name, body in named.items()
    ]
    changes = [
        {**one, "change": {"actions": ["create"], "before": None, "after": one["values"], "after_unknown": {}}}
        for one in resources
    ]
    data = [("data", f"data.{kind}.{name}", kind, name) for kind, named in stack["data"].items() for name in named]
    managed = [("managed", one["address"], one["type"], one["name"]) for one in resources]
    configured = [
        {"mode": mode, "address": address, "type": kind, "name": name, "expressions": {}}
        for mode, address, kind, name in (*managed, *data)
    ]
    return {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {"resources": resources}},
        "resource_changes": changes,
        "configuration": {"root_module": {"resources": configured}},
    }


@pytest.fixture
def planned(synthesized: Write, tmp_path: Path) -> Callable[..., tuple[Path, Path]]:
    """Return a function that writes a synthesized folder and the plans of its stacks."""

    def write(*waivers: dict[str, Any], **changed: dict[str, Any]) -> tuple[Path, Path]:
        folder, plans = synthesized(*waivers), tmp_path / "plans"
        plans.mkdir(exist_ok=True)
        for stack in (folder / "stacks").iterdir():
            body = json.loads((stack / "cdk.tf.json").read_text())
            (plans / f"{stack.name}.plan.json").write_text(json.dumps(plan_of(body, **changed)))
        return folder, plans

    return write


def test_what_only_the_plan_shows_fails(planned: Callable[..., tuple[Path, Path]]) -> None:
    """The configuration passes, the plan does not: the worse answer counts, once."""
    folder, plans = planned(aws_cloudwatch_metric_alarm={"treat_missing_data": "missing"})
    (policy,) = {one.policy for one in check(folder, today=TODAY, plans=plans).failed} - {
        one.policy for one in check(folder, today=TODAY).failed
    }
    found = [one for one in check(folder, today=TODAY, plans=plans).findings if one.policy == policy]
    assert [(one.stack, one.address, one.file, one.status) for one in found] == [
        (stack, "aws_cloudwatch_metric_alarm.web", f"{stack}.plan.json", Status.FAILED)
        for stack in ("shop-production", "shop-staging")
    ]


def test_a_failure_that_both_show_is_one_failure_of_the_configuration(
    planned: Callable[..., tuple[Path, Path]], waiver: dict[str, Any]
) -> None:
    """With the lines of the stack, and the same waiver accepts both."""
    folder, plans = planned(waiver)
    report = check(folder, today=TODAY, plans=plans)
    found = [one for one in report.findings if one.policy == "CKV_RELINFRA_9"]
    assert {one.environment: one.status for one in found} == {"production": Status.FAILED, "staging": Status.WAIVED}
    assert all(one.file.endswith("cdk.tf.json") for one in found)
    assert report.problems == ()


def test_the_report_says_whose_plans_were_read(planned: Callable[..., tuple[Path, Path]]) -> None:
    """For programs and for people."""
    folder, plans = planned()
    report = check(folder, today=TODAY, plans=plans)
    assert json.loads(render(report, "json"))["plans"] == ["shop-production", "shop-staging"]
    assert "in 2 stacks and 2 plans" in " ".join(render(report, "table").split())
    assert json.loads(render(check(folder, today=TODAY), "json"))["plans"] == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda plan: plan.unlink(), "shop-staging: has no plan"),
        (lambda plan: plan.rename(plan.with_name("shop-stage.json")), "shop-stage.json: no stack is called shop-stage"),
        (
            lambda plan: plan.write_text(plan.read_text().replace('"aws_vpc.main"', '"aws_vpc.other"')),
            "shop-staging.plan.json: was not made from the stack as it is now; plan it again",
        ),
    ],
)
def test_plans_of_something_else_prove_nothing(
    planned: Callable[..., tuple[Path, Path]], change: Callable[[Path], object], problem: str
) -> None:
    """A missing, misnamed or old plan fails the run: silence is not a pass."""
    folder, plans = planned()
    change(plans / "shop-staging.plan.json")
    report = check(folder, today=TODAY, plans=plans)
    assert not report.ok
    assert any(one.startswith(problem) for one in report.problems), report.problems


@pytest.mark.parametrize("content", ['{"format_version": "1.2"}', '{"configuration": {"root_module": []}}'])
def test_a_file_that_is_no_plan_is_named(planned: Callable[..., tuple[Path, Path]], content: str) -> None:
    """Instead of being passed over."""
    folder, plans = planned()
    (plans / "shop-staging.plan.json").write_text(content)
    with pytest.raises(OutputError, match=r"shop-staging\.plan\.json: not a plan"):
        check(folder, today=TODAY, plans=plans)


def test_a_folder_without_plans_is_named(synthesized: Write, tmp_path: Path) -> None:
    """With what to write there."""
    with pytest.raises(OutputError, match="expected plans, found none; write `terraform show -json"):
        check(synthesized(), today=TODAY, plans=tmp_path / "nowhere")


@pytest.mark.slow
@pytest.mark.parametrize("example", ["minimal", "shop"])
def test_the_plans_of_an_example_pass_with_its_waivers(example: str, tmp_path: Path) -> None:
    """Every policy that Checkov has for plans, over what the real terraform plans."""
    folder, plans = tmp_path / "cdktf.out", tmp_path / "plans"
    ReleaseApp(Matrix.load(EXAMPLES / example / "relinfra.yaml"), folder).synth()
    terraform_plans(folder, plans)
    report = check(folder, today=date(2026, 11, 21), plans=plans)
    assert report.problems == ()
    assert [f"{one.policy} {one.stack} {one.address}" for one in report.failed] == []
    assert len(report.plans) == len(report.stacks)


def test_a_plan_that_a_link_leads_to_is_asked_under_its_name_in_the_folder(
    planned: Callable[..., tuple[Path, Path]], tmp_path: Path
) -> None:
    """Checkov names what the link leads to."""
    folder, plans = planned()
    kept = (plans / "shop-staging.plan.json").rename(tmp_path / "kept.json")
    (plans / "shop-staging.plan.json").symlink_to(kept)
    assert check(folder, today=TODAY, plans=plans).problems == ()
