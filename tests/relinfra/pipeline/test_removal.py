"""A stack that left the matrix goes by what was shown and approved, from the stacks of the last run that had it."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra.matrix import Matrix
from relinfra.pipeline import further_workflows
from tests.relinfra.agreement.conftest import NETWORK, SERVICE, Site, offline
from tests.relinfra.pipeline.test_further import _ran
from tests.relinfra.pipeline.test_record import real
from tests.relinfra.pipeline.test_scripts import MATRIX, pytestmark

__all__ = ["offline", "pytestmark"]

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


def really(site: Site, job: str, name: str, stack: str, acknowledged: str = "") -> Any:
    """Run a script with the real programs."""
    folder = site.folder.parent
    shutil.rmtree(folder / "bin", ignore_errors=True)
    given = {name: site.environment[name] for name in ("TF_REATTACH_PROVIDERS", "CHECKPOINT_DISABLE")}
    paths = {"RUNNER_TEMP": str(folder), "PYTHONPATH": ":".join(sys.path), "HOME": str(folder)}
    told = {"ENVIRONMENT": "production", "STACK": stack, "AGREED_HOURS": "72", "ACKNOWLEDGED": acknowledged}
    return _ran(folder, script(job, name), {"relinfra": real()}, **given, **paths, **told)


def kept(site: Site, stack: str) -> set[str]:
    """Return the types that the state of a stack holds."""
    state = json.loads((site.folder / f"{stack}.tfstate").read_text())
    return {one["type"] for one in state["resources"] if one["mode"] == "managed"}


@pytest.mark.slow
def test_the_real_terraform_destroys_what_was_agreed_and_no_more(tmp_path: Path, offline: dict[str, str]) -> None:
    """A stack goes whole once its logs are named; what it read from stays.

    It applies two stacks and destroys one, ten seconds: stand-ins do not show that the scripts fit Terraform.
    """
    site = Site(tmp_path / "out", offline)
    site.write()
    for stack in (NETWORK, SERVICE):
        assert site.plan(stack)[1] == ""
        site.apply(stack)
    shown = really(site, "preview-production", "What would be destroyed", SERVICE)
    assert shown.returncode == 0, shown.stdout + shown.stderr
    destroy = ("remove-production", "Destroy what was agreed", SERVICE)
    logs = [f"{SERVICE}:aws_cloudwatch_log_group.{name}" for name in ("own", "web")]
    refused = really(site, *destroy, logs[0])
    assert refused.returncode == 4
    assert f"nobody acknowledged: {logs[1]}" in refused.stdout
    assert kept(site, SERVICE) == {"aws_cloudwatch_log_group", "aws_security_group"}
    gone = really(site, *destroy, " ".join(logs))
    assert gone.returncode == 0, gone.stdout + gone.stderr
    assert kept(site, SERVICE) == set()
    assert kept(site, NETWORK) == {"aws_s3_bucket", "aws_ssm_parameter", "aws_vpc"}
    assert not [*site.output.glob("stacks/shop-production-service/release.tfplan")], "a plan holds secrets"
