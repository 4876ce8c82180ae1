"""As built: after an apply and every night, what Terraform holds is read and held against the documents."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra.agreement.applied import stack_digest
from relinfra.evidence import read_output
from relinfra.matrix import Matrix
from relinfra.pipeline import further_workflows
from relinfra.plan import write_plan
from tests.relinfra.pipeline.test_further import _ran
from tests.relinfra.pipeline.test_record import BEGINS, DONE, TOLD, real
from tests.relinfra.pipeline.test_scripts import MATRIX, pytestmark, run_job
from tests.relinfra.plan.test_built import states_of

__all__ = ["pytestmark"]

STEP = "What was built is what the documents say"
NETWORK, SERVICE = "shop-production-network", "shop-production-service"
STATE = {"STATE_REGION": "us-east-1", "STATE_BUCKET": "acme-shop-tfstate", "STATE_PROJECT": "shop"}
SHOW = 'cat "held/${1##*/}.state.json"'


@pytest.fixture(scope="module")
def repository(synthesized: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of the shop with its stacks, their documents, and states that hold what is configured."""
    folder = tmp_path_factory.mktemp("built") / "shop"
    shutil.copytree(MATRIX.parent / "releases", folder / "releases")
    shutil.copy(MATRIX, folder)
    (folder / "out").mkdir()
    (folder / "out/cdktf.out").symlink_to(synthesized("shop"))
    write_plan(
        folder / "out/cdktf.out", folder / "documents", repository=folder, version="2.5.0", sets=["release-plan"]
    )
    states_of(synthesized("shop"), folder / "held")
    return folder


@pytest.fixture
def site(repository: Path, tmp_path: Path) -> Path:
    """A copy of it to work in."""
    return Path(shutil.copytree(repository, tmp_path / "site", symlinks=True))


def change(site: Path, stack: str, address: str, **values: str) -> None:
    """Change a resource past Terraform."""
    file = site / f"held/{stack}.state.json"
    shown = json.loads(file.read_text())
    resources = shown["values"]["root_module"]["resources"]
    next(one for one in resources if one["address"] == address)["values"].update(values)
    file.write_text(json.dumps(shown))


def built(site: Path, *stacks: str, **told: str) -> Any:
    """Run the step after an apply of these stacks."""
    (site / "stacks.txt").write_text("".join(f"{stack}\n" for stack in stacks))
    programs = {
        "relinfra": real(),
        "terraform": SHOW,
    }
    result = run_job("deploy-production", site, programs, step=STEP, **{**TOLD, **told})
    if result.returncode == 0:
        (site / "record").mkdir()
        assert run_job("deploy-production", site, programs, step=BEGINS, **{**TOLD, **told}).returncode == 0
        ended = {"OUTCOME": "success", "STEPS": "production,apply,success"}
        assert run_job("deploy-production", site, programs, step=DONE, **{**TOLD, **ended}).returncode == 0
    return result


def checked(site: Path) -> list[dict[str, Any]]:
    """Return the checks that the record holds."""
    events = map(json.loads, (site / "record/production.jsonl").read_text().splitlines())
    return [event for event in events if event["event"] == "checked"]


def test_what_was_built_as_documented_is_recorded_so(site: Path) -> None:
    """Of the stacks that were applied: a failure leaves later ones without any; none is left behind."""
    (site / f"held/{SERVICE}.state.json").unlink()
    result = built(site, NETWORK, SERVICE)
    assert result.returncode == 0, result.stdout + result.stderr
    (event,) = checked(site)
    assert (event["check"], event["stage"], event["passed"]) == ("as_built", "production", True)
    assert not (site / "states").exists()
    unbuilt = json.loads((site / "applied/as-built.json").read_text())["unbuilt"]
    assert (NETWORK in unbuilt, SERVICE in unbuilt) == (False, True)


def test_what_was_built_otherwise_is_told_in_the_record(site: Path) -> None:
    """With the fact, its evidence and both values; the deployment is done all the same."""
    change(site, SERVICE, "aws_ecs_task_definition.web", cpu="4096")
    result = built(site, SERVICE)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "::warning::what was built of production is not what the documents say" in result.stdout
    (event,) = checked(site)
    assert not event["passed"]
    assert any("aws_ecs_task_definition.web" in one and "4096" in one for one in event["findings"])
    assert "4096" in (site / "summary").read_text()


def test_where_nothing_was_applied_nothing_is_recorded(site: Path) -> None:
    """Nothing is known anew."""
    assert built(site).returncode == 0
    assert checked(site) == []


def test_documents_that_cannot_be_read_stop_the_job(site: Path) -> None:
    """That nobody knows is no success: its own exit code, as of any output that cannot be read."""
    shutil.rmtree(site / "documents")
    assert built(site, NETWORK).returncode == 3
    assert not (site / "states").exists()


def drift(site: Path, applied: str) -> Any:
    """Run the nightly script over a network that was applied from stacks of this digest."""
    text = next(text for path, text in further_workflows(Matrix.load(MATRIX)).items() if "drift" in path)
    script = yaml.safe_load(text)["jobs"]["drift"]["steps"][-1]["run"]
    record = {"version": 1, "stack": NETWORK, "digest": applied, "outcome": "succeeded", "run": "", "inputs": {}}
    (site / "kept.json").write_text(json.dumps(record))
    keys = {"Contents": [{"Key": f"shop/{NETWORK}.{kind}"} for kind in ("tfstate", "applied.json")]}
    programs = {
        "aws": f"if test $1 = s3api; then echo '{json.dumps(keys)}'; else cp kept.json \"${{@: -1}}\"; fi",
        "relinfra": real(),
        "terraform": f"if test $2 = show; then jq '{{prior_state: .}}' held/{NETWORK}.state.json; fi",
        "gh": 'echo "$@" >> told; test "$2" != list || echo "[]"',
    }
    told = {"ENVIRONMENT": "production", "RUN": "https://x/1", "RUNNER_TEMP": str(site), **STATE}
    return _ran(site, script, programs, PYTHONPATH=TOLD["PYTHONPATH"], **told)


@pytest.mark.parametrize("current", [True, False])
def test_the_nightly_look_tells_what_differs_as_the_documents_do(
    current: bool, site: Path, synthesized: Callable[[str], Path]
) -> None:
    """Where the stack is as it was applied; what only main has so far is not drift."""
    change(site, NETWORK, "aws_vpc.main", cidr_block="10.99.0.0/16")
    digest = stack_digest(synthesized("shop"), read_output(synthesized("shop")), NETWORK, {})
    result = drift(site, digest if current else f"sha256:{'0' * 64}")
    assert result.returncode == (1 if current else 0), result.stdout + result.stderr
    assert ("10.99.0.0/16" in (site / "drift.md").read_text()) is current
    assert (site / "told").exists() is current
    assert list((site / "states").glob("*")) == []
