"""The bundle of a release as the workflow makes and attaches it."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from relinfra.matrix import Matrix
from relinfra.pipeline import WorkflowSite, workflow
from relinfra.plan import write_plan
from tests.relinfra.pipeline.test_record import TOLD, real
from tests.relinfra.pipeline.test_scripts import MATRIX, run_job

BUNDLE = "The evidence of the release, in one bundle"
ATTACH = "Attach it where its version is that of the tag"
MINIMAL = MATRIX.parents[1] / "minimal"
STARTED = {"event": "started", "version": "2.5.0", "at": "2026-12-08T14:05:00Z", "stage": "production"}


def _made(folder: Path) -> subprocess.CompletedProcess[str]:
    told = {**TOLD, "BUILDER": "https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main"}
    return run_job("record", folder, {"relinfra": real()}, step=BUNDLE, **told)


def test_one_bundle_holds_what_every_job_found(synthesized: Callable[[str], Path], tmp_path: Path) -> None:
    """Its digest is an output for the job that attaches it, and in the summary for the ticket."""
    shutil.copy(MINIMAL / "relinfra.yaml", tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out/cdktf.out").symlink_to(synthesized("minimal"))
    (tmp_path / "record").mkdir()
    (tmp_path / "record/2.5.0.record.jsonl").write_text(json.dumps(STARTED) + "\n")
    assert _made(tmp_path).returncode == 0
    assert not (tmp_path / "evidence-2.5.0.tar").exists(), "nothing was deployed"

    (tmp_path / "releases").mkdir()
    (tmp_path / "releases/2.5.0.yaml").write_text("version: 2.5.0\n")
    write_plan(synthesized("minimal"), tmp_path / "results/release-plan", repository=MINIMAL)
    found = ("smoke-production/production.json", "policy-report/policy-report.json", "applied-staging/agreed/a b.json")
    for path in found:
        file = tmp_path / "results" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("{}\n")
    (tmp_path / "results/policy-report/documents.json").write_text("{}")
    result = _made(tmp_path)
    assert result.returncode == 0, result.stderr
    bundle = tmp_path / "evidence-2.5.0.tar"
    digest = f"sha256:{hashlib.sha256(bundle.read_bytes()).hexdigest()}"
    assert (tmp_path / "output").read_text() == f"digest={digest}\n"
    assert digest in (tmp_path / "summary").read_text()
    with tarfile.open(bundle) as archive:
        names = archive.getnames()
        statement = archive.extractfile("statement.json")
        assert statement
        origin = json.load(statement)["predicate"]["runDetails"]["builder"]
    assert "sources/releases/2.5.0.record.jsonl" in names
    assert sorted(name for name in names if name.startswith("results/")) == [
        "results/applied-staging-agreed-a b.json",
        "results/policy-report-policy-report.json",
        "results/smoke-production-production.json",
    ]
    assert origin["id"].endswith("release.yml@refs/heads/main")


@pytest.mark.parametrize(
    ("tag", "digest", "code", "attached"),
    [("v2.5.0", "", 0, True), ("v2.5.0", f"sha256:{'0' * 64}", 1, False), ("v2.5.1", "", 0, False)],
)
def test_the_bundle_is_attached_to_its_own_release(
    tmp_path: Path, tag: str, digest: str, code: int, attached: bool
) -> None:
    """As it was made, and to no other version."""
    bundle = tmp_path / "evidence-2.5.0.tar"
    bundle.write_bytes(b"bundle")
    own = f"sha256:{hashlib.sha256(b'bundle').hexdigest()}"
    told = {"TAG": tag, "DIGEST": digest or own, "RELEASE": "2.5.0"}
    result = run_job("attach", tmp_path, {"gh": 'echo "$@" > asked'}, step=ATTACH, **told)
    assert result.returncode == code, result.stderr
    assert (tmp_path / "asked").exists() is attached
    assert ("::warning::the tag is v2.5.1" in result.stdout) is (tag == "v2.5.1")


def test_the_tag_of_a_folder_has_a_name_of_its_own() -> None:
    """release-please tells the tag of what is not the whole repository behind its path."""
    site = WorkflowSite(folder="infra/shop", path=".github/workflows/release-shop.yml")
    matrix = Matrix.load(MATRIX)
    for where, named in ((site, "['infra/shop--tag_name']"), (WorkflowSite(), ".tag_name")):
        tag = yaml.safe_load(workflow(matrix, where))["jobs"]["tag"]
        assert tag["outputs"] == {"tag": f"${{{{ steps.tag.outputs{named} }}}}"}
    unnumbered = yaml.safe_load(workflow(matrix, WorkflowSite(release_please=False)))["jobs"]
    assert "attach" not in unnumbered
    assert unnumbered["record"]["if"].startswith("always()")
