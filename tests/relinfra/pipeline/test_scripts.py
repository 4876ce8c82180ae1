"""The scripts of the workflow, run by bash with stand-ins for the programs that reach out."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra.matrix import Matrix
from relinfra.pipeline import workflow
from tests import forked

MATRIX = Path(__file__).parents[3] / "examples" / "shop" / "relinfra.yaml"
pytestmark = pytest.mark.skipif(shutil.which("jq") is None, reason="no jq, which GitHub's runners have")


QUIET = {"pip": ":", "relinfra": ":", "aws": "echo '{}'"}
"""Programs that do nothing, for the tests that are not about them."""


def _protection(*reviewers: dict[str, str], wait: int = 0, branches: bool = True) -> dict[str, Any]:
    rules: list[dict[str, Any]] = [
        {"type": "required_reviewers", "reviewers": [{"reviewer": each} for each in reviewers]}
    ]
    rules += [{"type": "wait_timer", "wait_timer": wait}] if wait else []
    return {"protection_rules": rules, "deployment_branch_policy": {"protected_branches": True} if branches else None}


def run_job(
    job: str, folder: Path, programs: dict[str, str], text: str | None = None, **told: str
) -> subprocess.CompletedProcess[str]:
    """Run every script of a job in `folder`, with `programs` before all others on PATH, and what it is `told`.

    Those that only a failure runs are left out, and those of the record where no `RELEASE` is told; `step` is the name
    of the only one that is to be run.
    """
    file = yaml.safe_load(workflow(Matrix.parse((text or MATRIX.read_text()).encode())))
    found = file["jobs"][job]
    tools = folder / "bin"
    tools.mkdir(exist_ok=True)
    for name, script in {**QUIET, **programs}.items():
        (tools / name).write_text(f"#!/usr/bin/env bash\n{script}\n")
        (tools / name).chmod(0o755)
    only = told.pop("step", "")
    left_out = re.compile(r"failure\(\)" if told.get("RELEASE") else r"failure\(\)|env\.RELEASE|steps\.begun")
    steps = [
        one for one in found["steps"] if (one.get("name") == only if only else not left_out.search(one.get("if", "")))
    ]
    each = [file["env"], found.get("env", {}), *(one.get("env", {}) for one in steps)]
    given = {name: value for env in each for name, value in env.items() if "${{" not in value}
    environment = {
        **given,
        "PATH": f"{tools}:{os.environ['PATH']}",
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_REPOSITORY": "acme/shop",
        "RUNNER_TEMP": str(folder),
        "RUN": "https://github.com/acme/shop/actions/runs/7",
        "GITHUB_RUN_ID": "7",
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
        "TF_PLUGIN_CACHE_DIR": str(folder / "plugins"),
        "TF_VAR_web_image_tag": "2.5.0",
        **told,
    }
    script = "\n".join(one["run"] for one in steps if "run" in one)
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("protection", "accepted"),
    [
        (_protection({"slug": "release-managers"}), True),
        (_protection({"login": "release-managers"}, {"slug": "others"}), True),
        (_protection({"slug": "others"}), False),
        (_protection(), False),
        (_protection({"slug": "release-managers"}, branches=False), False),
        ({"protection_rules": [], "deployment_branch_policy": None}, False),
    ],
)
def test_an_unprotected_environment_stops_the_release(
    tmp_path: Path, protection: dict[str, Any], accepted: bool
) -> None:
    """Unless GitHub really asks the matrix's reviewers, and only for main, nothing is deployed to production."""
    stacks(tmp_path)
    gh = f"cat <<'END'\n{json.dumps(protection)}\nEND"
    result = run_job("approval-production", tmp_path, {"gh": gh})
    assert (result.returncode == 0) is accepted, result.stderr
    assert ("::error::" in result.stdout) is not accepted
    assert (tmp_path / "summary").exists() is accepted


@pytest.mark.parametrize(("configured", "accepted"), [(0, False), (29, False), (30, True)])
def test_a_shorter_wait_stops_the_release(tmp_path: Path, configured: int, accepted: bool) -> None:
    """The environment must wait at least as long as the matrix asks."""
    stacks(tmp_path)
    text = MATRIX.read_text().replace("wait_minutes: 0", "wait_minutes: 30")
    gh = f"cat <<'END'\n{json.dumps(_protection({'slug': 'release-managers'}, wait=configured))}\nEND"
    assert (run_job("approval-production", tmp_path, {"gh": gh}, text).returncode == 0) is accepted


def stacks(folder: Path, *components: str) -> None:
    """Write into `folder` which stacks of production were agreed on, by their components."""
    names = [f"shop-production-{component}" for component in components or ("network", "service")]
    (folder / "agreed").mkdir(parents=True)
    (folder / "agreed/production.json").write_text(json.dumps({"stacks": [{"name": name} for name in names]}))
    (folder / "agreed/production.md").write_text("2 to update")


def test_stacks_are_applied_in_order(tmp_path: Path) -> None:
    """Each stack is planned and that plan applied before the next one, with the providers of the lock file."""
    stacks(tmp_path)
    result = run_job("deploy-production", tmp_path, {"terraform": 'echo "$@" >> calls'})
    assert result.returncode == 0, result.stderr
    calls = (tmp_path / "calls").read_text().splitlines()
    done = [(call.split()[0].rpartition("-")[2], call.split()[1]) for call in calls]
    steps = ("init", "plan", "apply")
    assert [each for each in done if each[1] != "show"] == [(s, step) for s in ("network", "service") for step in steps]
    assert all("-lockfile=readonly" in call for call in calls if " init " in call)


def test_a_failed_stack_stops_those_after_it(tmp_path: Path) -> None:
    """When a stack cannot be applied, no later one is touched and the job fails."""
    stacks(tmp_path)
    terraform = 'echo "$@" >> calls\n[ "$2" != apply ]'
    result = run_job("deploy-production", tmp_path, {"terraform": terraform})
    assert result.returncode != 0
    assert "service" not in (tmp_path / "calls").read_text()


@pytest.mark.parametrize("agreed", ["", "{}", '{"stacks": null}'])
def test_without_an_agreement_nothing_is_deployed(tmp_path: Path, agreed: str) -> None:
    """A list that is empty, or is none, fails instead of deploying nothing; one of no stack has nothing to do."""
    stacks(tmp_path)
    (tmp_path / "agreed/production.json").write_text(agreed)
    assert run_job("deploy-production", tmp_path, {"terraform": "exit 1"}).returncode != 0
    (tmp_path / "agreed/production.json").write_text('{"stacks": []}')
    assert run_job("deploy-production", tmp_path, {"terraform": "exit 1"}).returncode == 0


def test_what_was_not_agreed_is_not_applied(tmp_path: Path) -> None:
    """The job ends with the code of `relinfra agree check`, and says what deviates where the approver reads it."""
    stacks(tmp_path)
    refused = '[ "$1 $2" != "agree check" ] || { echo "bucket: destroy was not agreed"; exit 4; }'
    result = run_job("deploy-production", tmp_path, {"terraform": 'echo "$@" >> calls', "relinfra": refused})
    assert result.returncode == 4
    assert " apply " not in (tmp_path / "calls").read_text()
    assert "destroy was not agreed" in (tmp_path / "summary").read_text()


def test_an_acknowledgement_reaches_the_check_by_name(tmp_path: Path) -> None:
    """Each on its own, and no character of it means anything to the shell."""
    stacks(tmp_path)
    given = 's:aws_s3_bucket.data["*"] s:$(touch$IFS/tmp/pwned)'
    programs = {"terraform": ":", "relinfra": 'for one in "$@"; do echo "<$one>"; done >> asked'}
    assert run_job("deploy-production", tmp_path, programs, ACKNOWLEDGED=given).returncode == 0
    asked = (tmp_path / "asked").read_text()
    assert asked.count('<--acknowledge>\n<s:aws_s3_bucket.data["*"]>\n<--acknowledge>\n<s:$(touch$IFS/tmp/pwned)>') == 2


def test_a_stack_is_recorded_before_and_after_its_apply(tmp_path: Path) -> None:
    """So that one which fails is applied again by the next run; what was recorded last is what is kept."""
    stacks(tmp_path)
    programs = {
        "terraform": 'echo "terraform $2" >> calls; [ "$2" != apply ]',
        "relinfra": '[ "$1" != applied ] || { echo "$@" >> calls; echo "$@"; }',
        "aws": 'echo "{}"; [ "$1" != s3 ] || echo "aws ${@: -1}" >> calls',
    }
    assert run_job("deploy-production", tmp_path, programs).returncode != 0
    kept = [line for line in (tmp_path / "calls").read_text().splitlines() if "digest" not in line]
    run = "--run https://github.com/acme/shop/actions/runs/7"
    assert kept[3:] == [
        f"applied record shop-production-network out/cdktf.out --input web_image_tag=2.5.0 {run} --begun",
        "aws s3://acme-shop-tfstate/shop/shop-production-network.applied.json",
        "terraform apply",
    ]


def test_cancellation_lets_terraform_save_its_state(tmp_path: Path) -> None:
    """The runner tells bash alone; it passes that on, and waits."""
    stacks(tmp_path)
    waiting = 'trap "echo saved > saved; exit 1" TERM; echo > applying; for i in $(seq 100); do sleep 0.1; done'
    terraform = f'[ "$2" != apply ] || {{ {waiting}; }}'
    watching = "(until test -f applying; do sleep 0.05; done; kill -TERM $PPID) &"
    result = run_job("deploy-production", tmp_path, {"terraform": terraform, "pip": watching})
    assert result.returncode != 0
    assert (tmp_path / "saved").exists()
    assert not (tmp_path / "applied/shop-production-service.txt").exists()


STOP = """echo "$@" >> asked
case "$1 $2" in
  "ecs describe-tasks") echo '{"tasks": [{"lastStatus": "'"$TASK"'"}]}' ;;
  "deploy get-deployment") echo '{"deploymentInfo": {"status": "'"$DEPLOYMENT"'"}}' ;;
  "ecs list-service-deployments") echo '{"serviceDeployments": [{"serviceDeploymentArn": "arn:rollout"}]}' ;;
esac"""


@pytest.mark.parametrize(
    ("task", "deployment", "stopped"), [("RUNNING", "InProgress", True), ("STOPPED", "Succeeded", False)]
)
def test_what_was_started_is_stopped(tmp_path: Path, task: str, deployment: str, stopped: bool) -> None:
    """A migration, a deployment of CodeDeploy, and what ECS rolls out since the job began; not what has ended."""
    (tmp_path / "started.txt").write_text("migration us-east-1 cluster arn:task\ndeployment us-east-1 d-1\n")
    (tmp_path / "began.txt").write_text("2026-12-08T14:00:00Z\n")
    told = {"TASK": task, "DEPLOYMENT": deployment, "step": "Stop what was started"}
    result = run_job("deploy-production", tmp_path, {"aws": STOP}, **told)
    assert result.returncode == 0, result.stderr
    asked = (tmp_path / "asked").read_text()
    assert ("ecs stop-task --region us-east-1 --cluster cluster --task arn:task" in asked) is stopped
    assert ("deploy stop-deployment --region us-east-1 --deployment-id d-1 --auto-rollback-enabled" in asked) is stopped
    assert "--service shop-production-web --status PENDING IN_PROGRESS --created-at after=2026-12-08T14:00:00Z" in asked
    assert (
        "stop-service-deployment --region us-east-1 --service-deployment-arn arn:rollout --stop-type ROLLBACK" in asked
    )


def test_a_job_that_started_nothing_stops_nothing(tmp_path: Path) -> None:
    """Another run's rollout goes on, where this one failed before it began."""
    result = run_job("deploy-production", tmp_path, {"aws": 'echo "$@" >> asked'}, step="Stop what was started")
    assert result.returncode == 0, result.stderr
    assert not (tmp_path / "asked").exists()


DIGEST = "sha256:" + "ab" * 32
REGISTRY = f"""[ "$2" != batch-get-image ] || echo '{{"images": [{{"imageId": {{"imageDigest": "{DIGEST}"}}}}]}}'"""


@pytest.mark.parametrize(
    ("tag", "event", "resolved"),
    [
        ("2.5.0", "push", f"2.5.0@{DIGEST}"),
        (f"2.5.0@{DIGEST}", "push", f"2.5.0@{DIGEST}"),
        ("", "pull_request", "latest"),
        ("", "push", None),
        ("", "workflow_dispatch", None),
    ],
)
def test_a_tag_is_resolved_once(tmp_path: Path, tag: str, event: str, resolved: str | None) -> None:
    """To a digest that every job uses; without a tag only a preview goes on."""
    told = {"TAG_web_image_tag": tag, "GITHUB_EVENT_NAME": event}
    result = run_job("images", tmp_path, {"aws": REGISTRY}, **told)
    assert (result.returncode == 0) is (resolved is not None), result.stderr
    if resolved is None:
        assert "::error::web_image_tag has no tag" in result.stdout
        assert "repository variable WEB_IMAGE_TAG" in result.stdout
    else:
        assert (tmp_path / "output").read_text() == f"web_image_tag={resolved}\n"


@pytest.mark.parametrize("answer", ["exit 254", "echo '{\"images\": []}'"])
def test_an_image_that_is_not_there_stops_the_release(tmp_path: Path, answer: str) -> None:
    """Before anything is planned."""
    result = run_job("images", tmp_path, {"aws": answer}, TAG_web_image_tag="2.5.0", GITHUB_EVENT_NAME="push")
    assert result.returncode != 0
    assert "is in no registry that this run may read" in result.stdout


def test_any_other_registry_is_asked_by_docker(tmp_path: Path) -> None:
    """By the digest of the manifest, which is that of all platforms."""
    text = MATRIX.read_text().replace("111111111111.dkr.ecr.us-east-1.amazonaws.com/shop/web", "ghcr.io/acme/web")
    docker = f"""echo "$@" > asked; echo '{{"digest": "{DIGEST}"}}'"""
    told = {"TAG_web_image_tag": "2.5.0", "GITHUB_EVENT_NAME": "push"}
    assert "ghcr.io" in text
    result = run_job("images", tmp_path, {"docker": docker, "aws": "exit 1"}, text, **told)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "output").read_text() == f"web_image_tag=2.5.0@{DIGEST}\n"
    assert (tmp_path / "asked").read_text().startswith("buildx imagetools inspect ghcr.io/acme/web:2.5.0 ")


def test_a_comment_that_is_too_long_leads_to_the_run(tmp_path: Path) -> None:
    """GitHub would refuse it, and show nothing."""
    (tmp_path / "agreed").mkdir()
    (tmp_path / "agreed/production.md").write_text("я" * 40_000)
    result = run_job("show", tmp_path, {"gh": 'echo "$@" > asked'}, NUMBER="3")
    assert result.returncode == 0, result.stderr
    comment = (tmp_path / "comment.md").read_text()
    assert len(comment.encode()) < 65_536
    assert "actions/runs/7" in comment
    assert "pr comment 3" in (tmp_path / "asked").read_text()


def test_a_failure_is_told_with_what_failed(tmp_path: Path) -> None:
    """And not what went well."""
    results = {"deploy-production": {"result": "failure"}, "smoke-staging": {"result": "success"}}
    told = {"RESULTS": json.dumps(results), "GITHUB_SHA": "abc", "GITHUB_ACTOR": "mo", "GITHUB_RUN_NUMBER": "12"}
    result = run_job("notify", tmp_path, {"gh": 'echo "$@" > asked'}, **told)
    assert result.returncode == 0, result.stderr
    body = (tmp_path / "body.md").read_text()
    assert "- deploy-production: failure" in body
    assert "smoke-staging" not in body
    assert "Release stopped: run 12" in (tmp_path / "asked").read_text()


@pytest.mark.parametrize("locked", [True, False])
def test_dependencies_are_installed_by_hash_where_they_are_locked(tmp_path: Path, locked: bool) -> None:
    """And the run says where they are not."""
    stacks(tmp_path)
    if locked:
        (tmp_path / "requirements.lock").touch()
    result = run_job("deploy-production", tmp_path, {"terraform": ":", "pip": 'echo "$@" > installed'})
    assert result.returncode == 0, result.stderr
    assert ("--require-hashes --requirement requirements.lock" in (tmp_path / "installed").read_text()) is locked
    assert ("::warning::no requirements.lock" in result.stdout) is not locked


ASKED = """case "$*" in
  *--queries*) test "$2" = quiet || echo "aws cloudwatch get-metric-data > $2.json" ;;
  *" --output "*) while test "$1" != --output; do test "$1" = smoke && stage=$2; shift; done
    echo "{}" > "$2"; ls metrics; test "$stage" != dead || { echo "dead: no answer"; exit 1; } ;;
esac"""


def _smoked(folder: Path, stages: str) -> subprocess.CompletedProcess[str]:
    programs = {"relinfra": ASKED, "aws": "echo '{}'", "sleep": 'echo "$@" >> slept'}
    step = "It answers in time, and its alarms on errors and response times hold"
    return run_job("smoke-production", folder, programs, STAGES=stages, step=step)


@pytest.mark.parametrize(("stages", "code"), [("production", 0), ("dead", 1), ("dead production", 1)])
def test_a_dead_address_fails_the_smoke_test(tmp_path: Path, stages: str, code: int) -> None:
    """Every region is asked, whatever the one before answered, and what each said is kept and told."""
    result = _smoked(tmp_path, stages)
    assert result.returncode == code, result.stderr
    assert {path.stem for path in (tmp_path / "smoke").iterdir()} == set(stages.split())
    assert "production.json" in result.stdout or stages == "dead"
    assert ("no answer" in (tmp_path / "summary").read_text()) is bool(code)


def test_the_window_of_a_smoke_test_begins_after_the_deployment(tmp_path: Path) -> None:
    """What failed before may be why there is one; where no alarm measures anything, nobody waits."""
    assert _smoked(tmp_path, "production").returncode == 0
    assert (tmp_path / "slept").read_text() == "5m\n"
    (tmp_path / "slept").unlink()
    assert _smoked(tmp_path, "quiet").returncode == 0
    assert not (tmp_path / "slept").exists()


def test_the_commands_of_a_smoke_test_are_those_of_relinfra(synthesized: Callable[[str], Path], tmp_path: Path) -> None:
    """The real command reads what its own queries printed, and the address that nobody serves fails."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out/cdktf.out").symlink_to(synthesized("shop"))
    answer = {"MetricDataResults": [{"Timestamps": [], "Values": [], "StatusCode": "Complete"}]}
    real = 'args=("$@"); test "${args[3]}" = --queries || args+=(--url web=http://127.0.0.1:9 --wait 0 --requests 1)'
    programs = {
        "relinfra": f'{real}\nexec {forked.command_line("relinfra")} "${{args[@]}}"',
        "aws": f"echo '{json.dumps(answer)}'",
        "sleep": ":",
    }
    step = "It answers in time, and its alarms on errors and response times hold"
    result = run_job("smoke-production", tmp_path, programs, step=step)
    assert result.returncode == 1, result.stderr
    told = json.loads((tmp_path / "smoke/production.json").read_text())
    assert [one["outcome"] for one in told["probes"]] == ["failed"]
    assert {one["outcome"] for one in told["measurements"]} <= {"passed"}
