from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra.matrix import Matrix
from relinfra.pipeline import WORKFLOW_PATH, further_workflows, stages, versioning_files, workflow

EXAMPLES = Path(__file__).parents[3] / "examples"
Job = dict[str, Any]


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    """The matrix of examples/shop: a local stage, staging, and production with approval."""
    return Matrix.load(EXAMPLES / "shop/relinfra.yaml")


@pytest.fixture(scope="module")
def jobs(matrix: Matrix) -> dict[str, Job]:
    """The jobs of its workflow."""
    found: dict[str, Job] = yaml.safe_load(workflow(matrix))["jobs"]
    return found


def _before(jobs: dict[str, Job], name: str) -> set[str]:
    needs = jobs[name].get("needs", [])
    direct = {needs} if isinstance(needs, str) else set(needs)
    return direct.union(*(_before(jobs, each) for each in direct))


@pytest.mark.parametrize("example", ["shop", "minimal"])
def test_the_examples_are_current(example: str) -> None:
    """Each example carries exactly the workflow and versioning files that its matrix gives."""
    folder = EXAMPLES / example
    loaded = Matrix.load(folder / "relinfra.yaml")
    written = {WORKFLOW_PATH: workflow(loaded), **further_workflows(loaded), **versioning_files(loaded.project)}
    for path, text in written.items():
        assert (folder / path).read_text() == text, f"relinfra init {folder} --workflow --force"


def test_the_stages_come_in_the_promised_order(jobs: dict[str, Job]) -> None:
    """Build, lint and test, policy, plan, staging, smoke, approval, production, smoke: each after those before."""
    first = {"build", "test", "policy", "plan", "preview"}
    assert first <= _before(jobs, "deploy-staging")
    assert "deploy-staging" in _before(jobs, "smoke-staging")
    assert "smoke-staging" in _before(jobs, "approval-production")
    assert "approval-production" in _before(jobs, "deploy-production")
    assert "deploy-production" in _before(jobs, "smoke-production")
    assert not any(name.endswith("-local") for name in jobs)


def test_only_main_is_deployed_and_approval_gates_it(jobs: dict[str, Job]) -> None:
    """Deployments run for main alone, in the GitHub environment whose protection was checked before."""
    for name in ("deploy-staging", "deploy-production", "approval-production"):
        assert jobs[name]["if"] == "github.ref == 'refs/heads/main'"
    assert jobs["deploy-production"]["environment"] == "production"
    assert jobs["approval-production"]["env"]["REVIEWERS"] == "release-managers"


def test_roles_are_assumed_through_oidc(jobs: dict[str, Job]) -> None:
    """Each deployment assumes the role of its own account, and no key is stored anywhere."""
    text = workflow(Matrix.load(EXAMPLES / "shop/relinfra.yaml"))
    steps = jobs["deploy-production"]["steps"]
    role = next(step["with"]["role-to-assume"] for step in steps if "credentials" in step.get("uses", ""))
    assert role == "arn:aws:iam::222222222222:role/shop-production-apply"
    assert "secrets." not in text
    assert "access-key" not in text


def test_permissions_are_the_least(jobs: dict[str, Job], matrix: Matrix) -> None:
    """The workflow starts with no permission; only versioning may write, only AWS jobs and what signs get a token."""
    assert yaml.safe_load(workflow(matrix))["permissions"] == {}
    writes = {
        (name, scope) for name, job in jobs.items() for scope, right in job["permissions"].items() if right == "write"
    }
    assert writes == {
        ("scan", "security-events"),
        ("policy", "security-events"),
        ("images", "id-token"),
        ("preview", "id-token"),
        ("show", "pull-requests"),
        ("deploy-staging", "id-token"),
        ("deploy-production", "id-token"),
        ("smoke-staging", "id-token"),
        ("smoke-production", "id-token"),
        ("version", "contents"),
        ("version", "pull-requests"),
        ("tag", "contents"),
        ("tag", "pull-requests"),
        ("sign", "attestations"),
        ("sign", "id-token"),
        ("attach", "contents"),
        ("notify", "issues"),
        ("keep-record", "contents"),
        ("keep-record", "pull-requests"),
    }


def test_jobs_outlast_the_bake_time(jobs: dict[str, Job], matrix: Matrix) -> None:
    """Every job has a timeout, and a deployment's covers the bake time of its services and its credentials."""
    assert all(job["timeout-minutes"] > 0 for job in jobs.values())
    bake = matrix.environments["production"].services["web"].deployment.bake_minutes
    assert bake is not None
    assert jobs["deploy-production"]["timeout-minutes"] >= bake + 30
    credentials = next(s for s in jobs["deploy-production"]["steps"] if "credentials" in s.get("uses", ""))
    assert credentials["with"]["role-duration-seconds"] == jobs["deploy-production"]["timeout-minutes"] * 60


def test_deployments_into_one_environment_wait_for_each_other(jobs: dict[str, Job]) -> None:
    """No deployment runs beside or cancels another one into the same environment."""
    assert jobs["deploy-staging"]["concurrency"] == {"group": "deploy-staging", "cancel-in-progress": False}


def test_smoke_asks_the_real_addresses(jobs: dict[str, Job]) -> None:
    """The smoke test asks the stage as `relinfra smoke` knows it, as the role that only reads."""
    smoke = jobs["smoke-production"]
    assert smoke["env"]["STAGES"] == "production"
    assert smoke["environment"] == "production-preview"
    role = next(step["with"]["role-to-assume"] for step in smoke["steps"] if "credentials" in step.get("uses", ""))
    assert role.endswith("-plan")


def test_a_stage_without_an_address_is_not_asked(matrix: Matrix) -> None:
    """Nothing answers, so nothing is asked, and no identity is given; the job stays, since the next stage needs it."""
    text = (EXAMPLES / "minimal/relinfra.yaml").read_text()
    domain = "domain: {name: staging.hello.example.com, zone: hello.example.com}"
    text = text.replace(f"      {domain}\n", "").replace(
        "{web: {domain: {name: hello.example.com}}}", "{web: {worker: true}}"
    )
    text = text.replace("  staging:\n", f"  staging:\n    services: {{web: {{{domain}}}}}\n")
    silent = yaml.safe_load(workflow(Matrix.parse(text.encode())))["jobs"]
    assert silent["smoke-production"]["permissions"] == {}
    assert "environment" not in silent["smoke-production"]
    assert silent["smoke-staging"]["env"]["STAGES"] == "staging"
    assert "smoke-production" in silent["tag"]["needs"]
    assert matrix.promotion


def test_evidence_is_kept(jobs: dict[str, Job]) -> None:
    """Stacks, policy report, plan, previews and what was applied are kept as artifacts for 90 days."""
    uploads = [s["with"] for job in jobs.values() for s in job["steps"] if "upload-artifact" in s.get("uses", "")]
    assert {upload["retention-days"] for upload in uploads} == {90}
    assert [upload["name"] for upload in uploads] == [
        "stacks",
        "policy-report",
        "release-plan",
        "agreed-${{ matrix.environment }}",
        "record-staging",
        "applied-staging",
        "recorded-staging",
        "smoke-staging",
        "record-production",
        "applied-production",
        "recorded-production",
        "smoke-production",
        "record",
        "evidence",
        "evidence-signature",
    ]


def test_what_was_applied_is_kept_of_a_cancelled_run_too(jobs: dict[str, Job]) -> None:
    """Nobody needs it more."""
    uploads = [s for job in jobs.values() for s in job["steps"] if "upload-artifact" in s.get("uses", "")]
    steps = [step for step in uploads if step["with"]["name"].startswith("applied-")]
    assert [step["if"] for step in steps] == ["always()", "always()"]


def test_no_plan_leaves_its_job(jobs: dict[str, Job]) -> None:
    """A plan holds secrets: what is uploaded is the list alone, and the plans are removed before."""
    for step in (step for job in jobs.values() for step in job["steps"] if "upload-artifact" in step.get("uses", "")):
        assert not re.search(r"plans|tfplan", step["with"]["path"])
    script = next(step["run"] for step in jobs["preview"]["steps"] if step.get("name") == "What would be done")
    assert script.index("rm -rf plans") < script.index("GITHUB_STEP_SUMMARY")


def test_every_later_job_checks_the_digest_of_the_stacks(jobs: dict[str, Job]) -> None:
    """Whoever downloads them asks whether they are those of the build, before doing anything with them."""
    for name, job in jobs.items():
        steps = job["steps"]
        at = next((i for i, one in enumerate(steps) if one.get("with", {}).get("name") == "stacks"), None)
        if at is not None and name != "build":
            assert "applied digest out/cdktf.out --expect" in steps[at + 1]["run"], name
            assert steps[at + 1]["env"] == {"STACKS": "${{ needs.build.outputs.stacks }}"}
            assert "build" in job["needs"]


def test_a_waiting_approval_holds_nothing_up(jobs: dict[str, Job], matrix: Matrix) -> None:
    """A hotfix passes it: neither the run nor the job that waits is in a queue of its own."""
    assert "github.run_id" in yaml.safe_load(workflow(matrix))["concurrency"]["group"]
    assert "concurrency" not in jobs["deploy-production"]


def test_the_version_is_tagged_once_the_last_stage_has_it(jobs: dict[str, Job]) -> None:
    """A proposal is made before; the tag only when production answers."""
    assert "smoke-production" in _before(jobs, "tag")
    assert jobs["version"]["steps"][0]["with"]["skip-github-release"] is True
    assert jobs["tag"]["steps"][0]["with"]["skip-github-pull-request"] is True


def test_a_step_gives_up_before_its_job(jobs: dict[str, Job]) -> None:
    """What is left of the time stops what was started, and keeps the evidence."""
    for name in ("deploy-staging", "deploy-production"):
        applies = next(step for step in jobs[name]["steps"] if step.get("name", "").startswith("Apply"))
        assert applies["timeout-minutes"] == jobs[name]["timeout-minutes"] - 10


def test_every_action_is_pinned_to_a_commit(jobs: dict[str, Job]) -> None:
    """No action is named by a tag or branch, which could be moved."""
    used = {step["uses"] for job in jobs.values() for step in job["steps"] if "uses" in step}
    assert used
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action) for action in used)


def test_no_expression_reaches_a_shell(jobs: dict[str, Job]) -> None:
    """Nothing is pasted into a script: values arrive in the environment."""
    scripts = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    assert scripts
    assert all("${{" not in script for script in scripts)


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
def test_every_script_is_bash(jobs: dict[str, Job]) -> None:
    """Each script parses."""
    for job in jobs.values():
        for step in job["steps"]:
            if "run" in step:
                subprocess.run(["bash", "-n"], input=step["run"], text=True, check=True)


def test_a_matrix_without_pins_is_asked_for_image_tags(jobs: dict[str, Job], matrix: Matrix) -> None:
    """An image the matrix does not pin takes its tag from the run or a variable, and a deployment insists on it."""
    assert stages(matrix)[0].image_tags == ("web_image_tag",)
    assert jobs["images"]["env"]["TAG_web_image_tag"] == "${{ inputs.web_image_tag || vars.WEB_IMAGE_TAG }}"
    for name in ("preview", "deploy-staging", "deploy-production"):
        assert jobs[name]["env"]["TF_VAR_web_image_tag"] == "${{ needs.images.outputs.web_image_tag }}"


def test_pinned_images_need_no_tag(matrix: Matrix) -> None:
    """With the image pinned in the matrix the workflow asks for nothing."""
    text = (EXAMPLES / "shop/relinfra.yaml").read_text().replace("/shop/web\n", "/shop/web:2.5.0\n")
    pinned = Matrix.parse(text.encode())
    assert stages(pinned)[0].image_tags == ()
    assert "image_tag" not in workflow(pinned)
    assert "image_tag" in workflow(matrix)


MIGRATES = "Apply what was agreed, and migrate before the code that needs it"


def test_a_migration_runs_in_every_region_but_the_standby(jobs: dict[str, Job]) -> None:
    """Each region has data of its own; a service without a migration adds no step."""
    text = (EXAMPLES / "minimal/relinfra.yaml").read_text()
    domain = "domain: {name: us.hello.example.com}"
    west = f"us-west-2: {{disaster_recovery: null, network: {{cidr: 10.9.0.0/16}}, services: {{web: {{{domain}}}}}}}"
    east = "us-east-1, mode: pilot_light, network: {cidr: 10.8.0.0/16}, rto_minutes: 60, rpo_minutes: 15"
    once = "migration: {command: [$(id)], timeout_minutes: 7}, domain: {name: hello"
    text = text.replace("domain: {name: hello", once).replace(
        "  production:\n", f"  production:\n    regions: {{{west}}}\n    disaster_recovery: {{region: {east}}}\n"
    )
    migrating = yaml.safe_load(workflow(Matrix.parse(text.encode())))["jobs"]
    steps = {step.get("name"): step for step in migrating["deploy-production"]["steps"]}
    assert steps[MIGRATES]["env"]["MIGRATIONS"].split() == [
        "eu-west-1,hello-production-migration,web_migration,7,",
        "us-west-2,hello-production-us-west-2-migration,web_migration,7,",
    ]
    assert "$(id)" not in json.dumps(migrating)
    assert not any(step.get("name") == MIGRATES for step in jobs["deploy-staging"]["steps"])


def test_the_same_matrix_gives_the_same_bytes(matrix: Matrix) -> None:
    """Two renderings are equal, and end in one newline."""
    text = workflow(matrix)
    assert text == workflow(matrix)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert not re.search(r"[ \t]$", text, re.MULTILINE)
