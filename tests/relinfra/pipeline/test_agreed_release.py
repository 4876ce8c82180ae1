"""Preview and deployment as the workflow runs them, with the real terraform and the real relinfra."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from relinfra.agreement import folder_digest
from tests import forked
from tests.relinfra.agreement.conftest import NETWORK, SERVICE, Body, Site, offline
from tests.relinfra.pipeline.test_scripts import run_job

__all__ = ["offline"]

# A bucket as a folder: the little of `aws s3` that the workflow asks for.
BUCKET = """case "$1 $2" in
  "s3api list-objects-v2") ls kept 2> /dev/null | jq -R '{Key: ("shop/" + .)}' | jq -s '{Contents: .}' ;;
  "s3 cp") source=${@: -2:1} target=${@: -1}; mkdir -p kept
    cp "${source/#s3:\\/\\/acme-shop-tfstate\\/shop/kept}" "${target/#s3:\\/\\/acme-shop-tfstate\\/shop/kept}" ;;
  *) exit 2 ;;
esac"""


# These stacks have no documents; test_built holds documents against what was built.
VERIFIED = """if [ "$1" = verify ]; then echo '{"findings": []}'; exit; fi
"""


def _run(site: Site, job: str, **told: str) -> subprocess.CompletedProcess[str]:
    programs = {"relinfra": VERIFIED + f'exec {forked.command_line("relinfra")} "$@"', "aws": BUCKET}
    where = {"ENVIRONMENT": "production", "EVERYTHING": "false", "STACKS": folder_digest(site.output)}
    environment = {name: site.environment[name] for name in ("TF_REATTACH_PROVIDERS", "CHECKPOINT_DISABLE")}
    paths = {"PYTHONPATH": ":".join(sys.path), "HOME": str(site.folder)}
    return run_job(job, site.folder.parent, programs, **where, **environment, **paths, **told)


def _changed(stacks: dict[str, Body]) -> None:
    stacks[NETWORK]["resource"]["aws_vpc"]["main"]["cidr_block"] = "10.9.0.0/16"
    stacks[NETWORK]["resource"]["aws_ssm_parameter"]["login"]["value"] = "correct horse"
    del stacks[NETWORK]["resource"]["aws_s3_bucket"]


@pytest.mark.slow
def test_a_release_is_agreed_on_and_applied(tmp_path: Path, offline: dict[str, str]) -> None:
    """The first one, one with nothing to do, and one that rotates a secret, changes what is read, and loses data.

    It runs six jobs of the real programs, half a minute on quiet cores: only they show that the scripts fit them.
    """
    site = Site(tmp_path / "out", offline)
    site.write()
    assert _run(site, "preview").returncode == 0
    listed = json.loads((tmp_path / "agreed/production.json").read_text())
    assert [(one["name"], one["awaits"]) for one in listed["stacks"]] == [(NETWORK, []), (SERVICE, [NETWORK])]
    assert not (tmp_path / "plans").exists()
    first = _run(site, "deploy-production")
    assert first.returncode == 0, first.stdout + first.stderr
    assert f"{SERVICE}: does what was agreed" in (tmp_path / "summary").read_text()

    assert _run(site, "preview").returncode == 0
    assert json.loads((tmp_path / "agreed/production.json").read_text())["stacks"] == []

    site.write(_changed)
    assert _run(site, "preview").returncode == 0
    refused = _run(site, "deploy-production")
    assert refused.returncode == 4
    lost = f"{NETWORK}:aws_s3_bucket.data"
    assert f"nobody acknowledged: {lost}" in refused.stdout
    released = _run(site, "deploy-production", ACKNOWLEDGED=lost)
    assert released.returncode == 0, released.stdout + released.stderr
    records = [json.loads(file.read_text()) for file in sorted((tmp_path / "kept").iterdir())]
    assert [(one["stack"], one["outcome"]) for one in records] == [(NETWORK, "succeeded"), (SERVICE, "succeeded")]
    told = (tmp_path / "agreed/production.json").read_text() + (tmp_path / "summary").read_text()
    assert f"aws_cloudwatch_log_group.own: follows from what was agreed for {NETWORK}" in told
    assert not [secret for secret in ("hunter2", "correct horse") if secret in told]
