"""Who made the evidence and the images is signed, or it is said that nobody did."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import yaml

from relinfra.matrix import Matrix
from relinfra.pipeline import workflow
from relinfra.pipeline.actions import ACTIONS
from tests.relinfra.pipeline.test_images import DIGEST, TEXT
from tests.relinfra.pipeline.test_scripts import MATRIX, run_job

JOB = yaml.safe_load(workflow(Matrix.load(MATRIX)))["jobs"]["sign"]
SIGNER = "acme/shop/.github/workflows/release.yml"
ATTEST = ACTIONS["attest"].partition(" ")[0]


@pytest.mark.parametrize(("digest", "code"), [("", 0), (f"sha256:{'0' * 64}", 1)])
def test_only_the_bundle_that_was_made_is_signed(tmp_path: Path, digest: str, code: int) -> None:
    """By the digest that the job which made it handed on; nothing else of the repository is in the job."""
    (tmp_path / "evidence-2.5.0.tar").write_bytes(b"bundle")
    own = f"sha256:{hashlib.sha256(b'bundle').hexdigest()}"
    step = "It is the bundle that was made"
    assert run_job("sign", tmp_path, {}, step=step, RELEASE="2.5.0", DIGEST=digest or own).returncode == code
    uses = [one["uses"].partition("@")[0] for one in JOB["steps"] if "uses" in one]
    assert uses == ["actions/download-artifact", "actions/attest-build-provenance", "actions/upload-artifact"]
    assert JOB["permissions"] == {"attestations": "write", "id-token": "write"}


@pytest.mark.parametrize("outcome", ["success", "failure"])
def test_the_signature_is_kept_or_missed(tmp_path: Path, outcome: str) -> None:
    """With the command that checks it; without one, the digest is what there is."""
    (tmp_path / "attestation.json").write_text("{}")
    step, told = "Keep the signature, or say that there is none", {"RELEASE": "2.5.0", "SIGNER": SIGNER}
    result = run_job("sign", tmp_path, {}, step=step, OUTCOME=outcome, SIGNATURE="attestation.json", **told)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "evidence-2.5.0.tar.sigstore.json").exists() is (outcome == "success")
    assert ("::warning::the evidence of 2.5.0 is not signed" in result.stdout) is (outcome == "failure")
    if outcome == "success":
        check = f"gh attestation verify evidence-2.5.0.tar --repo acme/shop --signer-workflow {SIGNER}"
        assert check in (tmp_path / "summary").read_text()


def test_an_image_is_signed_by_its_digest() -> None:
    """After it was pushed, under the name of its repository."""
    job = yaml.safe_load(workflow(Matrix.parse(TEXT.encode())))["jobs"]["image-web"]
    sign = next(one for one in job["steps"] if one.get("id") == "sign")
    assert sign["uses"] == ATTEST
    assert sign["with"]["subject-digest"] == "${{ steps.build.outputs.digest }}"
    assert "@" not in sign["with"]["subject-name"]
    assert job["permissions"]["attestations"] == "write"


@pytest.mark.parametrize("outcome", ["success", "failure"])
def test_an_image_without_a_signature_is_told(tmp_path: Path, outcome: str) -> None:
    """It is released all the same, by its digest."""
    told = {"OUTCOME": outcome, "DIGEST": DIGEST, "SIGNER": SIGNER, "step": "Say whether it is signed"}
    result = run_job("image-web", tmp_path, {}, TEXT, **told)
    assert result.returncode == 0, result.stderr
    assert ("::warning::the image of web is not signed" in result.stdout) is (outcome == "failure")
    summary = (tmp_path / "summary").read_text() if outcome == "success" else ""
    assert (f"@{DIGEST} --repo acme/shop" in summary) is (outcome == "success")
