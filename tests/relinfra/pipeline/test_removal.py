"""A stack that left the matrix goes by what was shown and approved, from the stacks of the last run that had it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra.matrix import Matrix
from relinfra.pipeline import further_workflows
from tests.relinfra.pipeline.test_further import _ran
from tests.relinfra.pipeline.test_record import real
from tests.relinfra.pipeline.test_scripts import MATRIX, pytestmark

__all__ = ["pytestmark"]

STACK, BUCKET = "shop-production-data", "aws_s3_bucket.assets"
ADDED = "aws_kms_alias.data"
JOBS: dict[str, Any] = yaml.safe_load(
    next(text for path, text in further_workflows(Matrix.load(MATRIX)).items() if "removal" in path)
)["jobs"]


def script(job: str, name: str) -> str:
    """Return a script by its name."""
    return next(str(step["run"]) for step in JOBS[job]["steps"] if step.get("name") == name)


def planned(*addresses: str) -> dict[str, Any]:
    """Return what Terraform would destroy."""
    changes = [
        {
            "address": one,
            "mode": "managed",
            "type": one.partition(".")[0],
            "name": one.partition(".")[2],
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "change": {"actions": ["delete"], "before": {}, "after": None, "after_unknown": {}},
        }
        for one in addresses
    ]
    return {"format_version": "1.2", "planned_values": {}, "resource_changes": changes}


@pytest.fixture
def site(synthesized: Callable[[str], Path], tmp_path: Path) -> Path:
    """A folder with the stacks of the run that had it."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out/cdktf.out").symlink_to(synthesized("shop"))
    return tmp_path


def run(site: Path, job: str, name: str, plan: dict[str, Any], **told: str) -> Any:
    """Run a script over a plan."""
    (site / "shown.json").write_text(json.dumps(plan))
    tools = site / "bin"
    if tools.exists():
        tools.rename(site / f"bin-{len(list(site.iterdir()))}")
    programs = {
        "relinfra": real(),
        "terraform": 'echo "$2 $3" >> asked.txt; if test "$2" = show; then cat shown.json; fi',
    }
    given = {"ENVIRONMENT": "production", "STACK": STACK, "AGREED_HOURS": "72", "ACKNOWLEDGED": "", **told}
    return _ran(site, script(job, name), programs, RUNNER_TEMP=str(site), PYTHONPATH=":".join(sys.path), **given)


def previewed(site: Path) -> Any:
    """Show what would be destroyed."""
    return run(site, "preview-production", "What would be destroyed", planned(BUCKET))


def removed(site: Path, *addresses: str, acknowledged: str = "") -> Any:
    """Destroy what was agreed, where that is what Terraform would now destroy."""
    name = "Destroy what was agreed"
    return run(site, "remove-production", name, planned(*addresses), ACKNOWLEDGED=acknowledged)


def applied(site: Path) -> bool:
    """Whether anything was destroyed."""
    return "apply" in (site / "asked.txt").read_text()


def test_what_would_be_destroyed_is_shown_first(site: Path) -> None:
    """By address; the plan itself stays in the job."""
    result = previewed(site)
    assert result.returncode == 0, result.stdout + result.stderr
    assert BUCKET in (site / "summary").read_text()
    assert not (site / "plans").exists()
    assert "plan -destroy" in (site / "asked.txt").read_text()


@pytest.mark.parametrize(
    ("addresses", "acknowledged", "goes"),
    [
        ((BUCKET,), f"{STACK}:{BUCKET}", True),
        ((BUCKET,), "", False),
        ((BUCKET, ADDED), f"{STACK}:{BUCKET}", False),
    ],
    ids=["acknowledged", "data", "more than was agreed"],
)
def test_only_what_was_agreed_and_acknowledged_goes(
    addresses: tuple[str, ...], acknowledged: str, goes: bool, site: Path
) -> None:
    """Data by its own name; what nobody was shown keeps everything."""
    assert previewed(site).returncode == 0
    result = removed(site, *addresses, acknowledged=acknowledged)
    assert (result.returncode == 0) is goes, result.stdout + result.stderr
    assert applied(site) is goes


def test_a_stack_of_another_run_is_refused(site: Path) -> None:
    """Before Terraform is asked for anything."""
    result = run(site, "preview-production", "What would be destroyed", planned(BUCKET), STACK="shop-production-older")
    assert result.returncode == 1
    assert "::error::that run has no stack shop-production-older of production" in result.stdout
    assert not (site / "asked.txt").exists()


@pytest.mark.parametrize("declared", [True, False])
def test_what_is_still_declared_is_not_removed(declared: bool, tmp_path: Path) -> None:
    """The next release would make it again, empty."""
    known = json.dumps({"environments": {"production": {"stacks": [STACK] if declared else []}}})
    relinfra = f"mkdir -p present; echo '{known}' > present/relinfra.json"
    name = "The matrix has the stack no more"
    result = _ran(tmp_path, script("preview-production", name), {"relinfra": relinfra}, STACK=STACK, MATRIX="m.yaml")
    assert (result.returncode != 0) is declared


def test_it_is_approved_as_a_release_is() -> None:
    """By the reviewers of the environment, after they saw the list."""
    assert JOBS["remove-production"]["environment"] == "production"
    assert JOBS["remove-production"]["needs"] == "approval-production"
    assert JOBS["approval-production"]["needs"] == "preview-production"
