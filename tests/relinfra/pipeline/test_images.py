"""Images in the workflow: built and pushed once, looked through before a release, kept after it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra.matrix import Matrix
from relinfra.pipeline import further_workflows, workflow
from tests.relinfra.pipeline.test_scripts import MATRIX, pytestmark, run_job

__all__ = ["pytestmark"]

TEXT = (
    MATRIX.read_text()
    .replace("\ndefaults:\n", "\nbootstrap: {images: {}}\n\ndefaults:\n", 1)
    .replace("/shop/web\n", "/shop/web\n      build: {context: app, target: runtime}\n", 1)
)
DIGEST = f"sha256:{'ab' * 32}"
OLD = f"sha256:{'cd' * 32}"
AMD, ARM = f"sha256:{'1' * 64}", f"sha256:{'2' * 64}"
LIST = {
    "manifests": [
        {"digest": AMD, "platform": {"os": "linux", "architecture": "amd64"}},
        {"digest": ARM, "platform": {"os": "linux", "architecture": "arm64"}},
        {"digest": OLD, "platform": {"os": "unknown", "architecture": "unknown"}},
    ]
}
BUILDX = """
echo "docker $*" >> docker.txt
while (($#)); do
  case $1 in
    --metadata-file) file=$2 ;;
    --cache-to) case $2 in *dest=*) dest=${2#*dest=}; mkdir -p "${dest%%,*}" ;; esac ;;
  esac
  shift
done
if test -n "${file:-}"; then echo '{"containerimage.digest": "DIGEST"}' > "$file"; fi
cat > /dev/null < /dev/stdin || true
""".replace("DIGEST", DIGEST)


@pytest.fixture(scope="module")
def jobs() -> dict[str, Any]:
    """The jobs of the workflow."""
    found: dict[str, Any] = yaml.safe_load(workflow(Matrix.parse(TEXT.encode())))["jobs"]
    return found


def built(folder: Path, pushed: str = "", docker: str = BUILDX) -> Any:
    """Run the build of a commit of whose image a digest was pushed before, if any."""
    image = [{"imageId": {"imageDigest": pushed}}] if pushed else []
    aws = f"case $2 in batch-get-image) echo '{json.dumps({'images': image})}' ;; *) echo token ;; esac"
    told = {"GITHUB_SHA": "0123456789abcdef", "LAYERS": str(folder / "layers")}
    return run_job("image-web", folder, {"aws": aws, "docker": docker, "git": "echo 1700000000"}, TEXT, **told)


def test_an_image_is_built_pushed_and_attested(tmp_path: Path) -> None:
    """With provenance and a list of what is in it; what later jobs get is the digest."""
    assert built(tmp_path).returncode == 0
    said = (tmp_path / "docker.txt").read_text()
    assert "login --username AWS --password-stdin 111111111111.dkr.ecr.us-east-1.amazonaws.com" in said
    assert "--provenance mode=max,version=v1 --sbom=true" in said
    assert "--file app/Dockerfile --platform linux/amd64" in said
    assert "--target runtime" in said
    assert f"tag=sha-0123456789ab@{DIGEST}\ndigest={DIGEST}\n" == (tmp_path / "output").read_text()
    assert (tmp_path / "layers").is_dir()


def test_a_second_attempt_releases_what_the_first_has_pushed(tmp_path: Path) -> None:
    """A tag is given once: another image could not have it."""
    assert built(tmp_path, OLD).returncode == 0
    assert not (tmp_path / "docker.txt").exists()
    assert f"sha-0123456789ab@{OLD}" in (tmp_path / "output").read_text()


def test_a_build_that_fails_names_no_image(tmp_path: Path) -> None:
    """Nor is the cache replaced by that of half a build."""
    result = built(tmp_path, docker='case "$2" in build) exit 3 ;; esac; cat > /dev/null')
    assert result.returncode == 3
    assert not (tmp_path / "output").exists()


def scanned(folder: Path, manifest: dict[str, Any], **findings: dict[str, Any]) -> Any:
    """Look an image through of whose parts, by the beginning of their digests, these findings are told."""
    image = {"images": [{"imageManifest": json.dumps(manifest)}]}
    (folder / "image").write_text(json.dumps(image))
    for name, told in findings.items():
        (folder / f"found-{name}").write_text(json.dumps(told))
    aws = """case $2 in
      batch-get-image) cat image ;;
      *) file=found-$(grep -o 'imageDigest=sha256:.' <<< "$*" | tail -c 2)
         test -f "$file" || { echo 'ScanNotFoundException' >&2; exit 254; }
         cat "$file" ;;
    esac"""
    return run_job(
        "scan-images", folder, {"aws": aws, "sleep": ":"}, TEXT, TAG_web_image_tag=f"2.5.0@{DIGEST}", SCAN_MINUTES="0"
    )


def told(status: str = "COMPLETE", **counts: int) -> dict[str, Any]:
    return {"imageScanStatus": {"status": status}, "imageScanFindings": {"findingSeverityCounts": counts}}


@pytest.mark.parametrize(
    ("parts", "passes"),
    [
        ({"1": told(MEDIUM=3), "2": told("ACTIVE")}, True),
        ({"1": told(), "2": told(HIGH=1)}, False),
        ({"1": told(CRITICAL=2), "2": told()}, False),
        ({"1": told(), "2": told("UNSUPPORTED_IMAGE")}, False),
        ({"1": told(), "2": told("IN_PROGRESS")}, False),
        ({"1": told()}, False),
    ],
    ids=["well", "high", "critical", "not scanned", "not yet", "unknown"],
)
def test_no_release_has_an_image_with_high_findings(
    parts: dict[str, dict[str, Any]], passes: bool, tmp_path: Path
) -> None:
    """Of each processor's image; what nobody looked through is no better than what was found wanting."""
    result = scanned(tmp_path, LIST, **parts)
    assert (result.returncode == 0) is passes, result.stdout + result.stderr
    assert ("::error::" in result.stdout) is not passes


def test_an_image_of_one_processor_is_looked_through_itself(tmp_path: Path) -> None:
    """It is no list."""
    assert scanned(tmp_path, {"layers": []}, a=told(HIGH=1)).returncode == 1
    assert scanned(tmp_path, {"layers": []}, a=told()).returncode == 0


@pytest.mark.parametrize("known", [True, False])
def test_what_was_deployed_gets_the_tag_that_keeps_it(known: bool, tmp_path: Path) -> None:
    """Once: it begins with the name of the stage, as the life cycle of the repository asks."""
    image = {"images": [{"imageManifest": '{"layers": []}', "imageManifestMediaType": "application/x"}]}
    aws = f"""echo "$*" >> asked.txt
    case "$*" in
      *imageTag=production-abababababab*) echo '{json.dumps({"images": [{}] if known else []})}' ;;
      *batch-get-image*) echo '{json.dumps(image)}' ;;
      *) cat manifest.json ;;
    esac"""
    result = run_job("keep-images-production", tmp_path, {"aws": aws}, TEXT, TAG_web_image_tag=f"2.5.0@{DIGEST}")
    assert result.returncode == 0, result.stderr
    asked = (tmp_path / "asked.txt").read_text()
    assert ("put-image --image-tag production-abababababab" in asked) is not known
    if not known:
        assert (tmp_path / "manifest.json").read_text() == '{"layers": []}'


def test_nothing_is_deployed_before_its_images_were_looked_through(jobs: dict[str, Any]) -> None:
    """The way back waits for no scan: it takes what was released before."""
    for stage in ("staging", "production"):
        assert "scan-images" in jobs[f"deploy-{stage}"]["needs"]
        assert jobs[f"keep-images-{stage}"]["needs"] == ["images", f"deploy-{stage}"]
    tag = jobs["images"]["env"]["TAG_web_image_tag"]
    assert tag == "${{ inputs.web_image_tag || needs.image-web.outputs.tag || vars.WEB_IMAGE_TAG }}"
    rollback = next(text for path, text in further_workflows(Matrix.parse(TEXT.encode())).items() if "rollback" in path)
    assert "scan-images" not in rollback
    assert "image-web" not in rollback


def test_a_pull_request_builds_and_pushes_nothing(jobs: dict[str, Any]) -> None:
    """It has no identity in AWS, and needs none to find that a Dockerfile is broken."""
    tried = jobs["try-image-web"]
    assert tried["permissions"] == {"contents": "read"}
    assert "environment" not in tried
    assert "--push" not in tried["steps"][-1]["run"]
    assert jobs["image-web"]["environment"] == "images"


@pytest.mark.parametrize(
    ("architectures", "runner", "platforms"),
    [
        (("arm64", "arm64"), "ubuntu-24.04-arm", "linux/arm64"),
        (("x86_64", "arm64"), "ubuntu-24.04", "linux/amd64,linux/arm64"),
    ],
)
def test_an_image_is_built_for_the_processors_of_all_environments(
    architectures: tuple[str, str], runner: str, platforms: str
) -> None:
    """One image goes through all stages; where they differ, the runner emulates one of them."""
    first, second = architectures
    text = TEXT.replace("      port: 8080\n", f"      port: 8080\n      architecture: {first}\n").replace(
        "      web:\n        domain: {name: shop",
        f"      web:\n        architecture: {second}\n        domain: {{name: shop",
    )
    job = yaml.safe_load(workflow(Matrix.parse(text.encode())))["jobs"]["image-web"]
    assert (job["runs-on"], job["env"]["PLATFORMS"]) == (runner, platforms)
    assert any("qemu" in step.get("run", "") for step in job["steps"]) is ("," in platforms)


def test_without_repositories_of_ours_nothing_is_built() -> None:
    """A matrix without `bootstrap.images` has the workflow that it had."""
    assert "scan-images" not in workflow(Matrix.load(MATRIX))
