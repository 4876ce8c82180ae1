"""The step of the workflow that deploys with CodeDeploy, run against stand-ins of terraform and AWS."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra.matrix import Matrix
from relinfra.matrix.deploy_time import deploy_minutes, rollout_minutes
from relinfra.pipeline import workflow

MINIMAL = (Path(__file__).parents[3] / "examples/minimal/relinfra.yaml").read_text()
SHIFT = "bake_minutes: 15, test_port: 8443, rollback: {error_rate_percent: 2, p95_latency_ms: 400}"
BY_CODE_DEPLOY = f"deployment: {{strategy: codedeploy, shift: all_at_once, {SHIFT}}}, domain: {{name: hello"
WEST = "us-west-2: {network: {cidr: 10.9.0.0/16}, services: {web: {domain: {name: us.hello.example.com}}}}"
STACK, TASKS = "hello-production-service", "arn:aws:ecs:eu-west-1:444444444444:task-definition/web:7"
NETWORK = {"Subnets": ["subnet-b", "subnet-a"], "SecurityGroups": ["sg-web"], "AssignPublicIp": "DISABLED"}
PROPERTIES = {"TaskDefinition": TASKS, "NetworkConfiguration": {"AwsvpcConfiguration": NETWORK}}
OUTPUT: dict[str, Any] = {
    "application": "app $(touch pwned)",
    "deployment_group": "group",
    "cluster": "hello-production",
    "service": "hello-production-web",
    "appspec": {"version": 0, "Resources": [{"TargetService": {"Properties": PROPERTIES}}]},
}
STAND_INS = {
    "terraform": 'cat "$FOLDER/said/output.json"',
    "aws": """\
printf '%s\\n' "$*" >> "$FOLDER/asked.txt"
case "$1 $2" in
  "ecs describe-services") cat "$FOLDER/said/service.json" ;;
  "deploy create-deployment") printf '%s' "${@: -1}" > "$FOLDER/request.json"; echo '{"deploymentId": "d-1"}' ;;
  "deploy get-deployment") cat "$FOLDER/said/deployment.json" ;;
  *) exit 2 ;;
esac
""",
    "sleep": "exit 1",
}


def matrix(production: str = "") -> Matrix:
    text = MINIMAL.replace("domain: {name: hello", BY_CODE_DEPLOY, 1)
    return Matrix.parse(text.replace("  production:\n", f"  production:\n{production}", 1).encode())


def steps(found: Matrix) -> list[dict[str, Any]]:
    jobs = yaml.safe_load(workflow(found))["jobs"]
    listed: list[dict[str, Any]] = jobs["deploy-production"]["steps"]
    return listed


def step(found: Matrix) -> dict[str, Any]:
    return next(one for one in steps(found) if one.get("name", "").startswith("Deploy with CodeDeploy"))


def running(task_definition: str = TASKS, **network: list[str]) -> dict[str, Any]:
    """Return what ECS says of a service whose tasks run with this definition and network."""
    vpc = {"subnets": ["subnet-a", "subnet-b"], "securityGroups": ["sg-web"], **network}
    primary = {"taskDefinition": task_definition, "networkConfiguration": {"awsvpcConfiguration": vpc}}
    return {"services": [{"taskSets": [{"status": "PRIMARY", **primary}]}]}


def ran(
    folder: Path, *, service: dict[str, Any], status: str = "Succeeded", **env: str
) -> subprocess.CompletedProcess[str]:
    """Run the step where ECS runs `service` and CodeDeploy says `status` of its deployment."""
    for name in ("applied", "bin", "said"):
        (folder / name).mkdir()
    for name, script in STAND_INS.items():
        (folder / "bin" / name).write_text(f"#!/bin/bash\n{script}\n")
        (folder / "bin" / name).chmod(0o755)
    said = {"output": OUTPUT, "service": service, "deployment": {"deploymentInfo": {"status": status}}}
    for name, content in said.items():
        (folder / "said" / f"{name}.json").write_text(json.dumps(content))
    found = step(matrix())
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", found["run"]]
    environment = {**found["env"], "FOLDER": str(folder), "PATH": path, **env}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60)


needs_jq = pytest.mark.skipif(shutil.which("jq") is None or shutil.which("bash") is None, reason="no bash or no jq")


@needs_jq
def test_a_new_task_definition_is_deployed_and_waited_for(tmp_path: Path) -> None:
    """The request carries the AppSpec that Terraform made, as text; names stay names."""
    result = ran(tmp_path, service=running("arn:aws:ecs:eu-west-1:444444444444:task-definition/web:6"))
    assert result.returncode == 0, result.stdout + result.stderr
    request = json.loads((tmp_path / "request.json").read_text())
    assert request["applicationName"] == OUTPUT["application"]
    assert request["deploymentGroupName"] == "group"
    assert request["revision"]["revisionType"] == "AppSpecContent"
    assert json.loads(request["revision"]["appSpecContent"]["content"]) == OUTPUT["appspec"]
    kept = json.loads((tmp_path / "applied" / f"{STACK}.web_deployment.json").read_text())
    assert kept["deploymentInfo"]["status"] == "Succeeded"
    assert not (tmp_path / "pwned").exists()


@needs_jq
@pytest.mark.parametrize("status", ["Failed", "Stopped"])
def test_a_deployment_that_was_turned_back_fails_the_job(tmp_path: Path, status: str) -> None:
    """Nothing after it is deployed as if it had arrived."""
    result = ran(tmp_path, service=running("arn:old"), status=status)
    assert result.returncode == 1
    assert "::error::web_deployment failed: d-1" in result.stdout
    assert status in result.stdout


@needs_jq
def test_what_runs_already_is_not_deployed_again(tmp_path: Path) -> None:
    """A first apply starts the tasks itself, and a second run of a workflow finds them."""
    result = ran(tmp_path, service=running())
    assert result.returncode == 0, result.stdout + result.stderr
    assert "nothing to deploy" in result.stdout
    assert "create-deployment" not in (tmp_path / "asked.txt").read_text()


@needs_jq
@pytest.mark.parametrize("moved", [{"subnets": ["subnet-a"]}, {"securityGroups": ["sg-other"]}])
def test_another_network_is_deployed_too(tmp_path: Path, moved: dict[str, list[str]]) -> None:
    """ECS takes it in no other way, and Terraform leaves it to the deployment."""
    assert ran(tmp_path, service=running(**moved)).returncode == 0
    assert "create-deployment" in (tmp_path / "asked.txt").read_text()


@needs_jq
def test_a_deployment_without_end_is_given_up(tmp_path: Path) -> None:
    """After the minutes that its strategy takes at most."""
    endless = {"status": "InProgress", "DEPLOYMENTS": f"{STACK},web_deployment,0"}
    result = ran(tmp_path, service=running("arn:old"), **endless)
    assert result.returncode == 1
    assert "::error::web_deployment still runs after 0 minutes: d-1" in result.stdout


def test_every_region_is_deployed_after_the_one_before() -> None:
    """A region whose deployment is turned back keeps the others from theirs; services of one go together."""
    found = matrix(f"    regions: {{{WEST}}}\n")
    deploying = [one for one in steps(found) if one.get("name", "").startswith("Deploy with CodeDeploy")]
    minutes = rollout_minutes(found.environments["production"].services["web"])
    assert [(one["env"]["REGION"], one["env"]["DEPLOYMENTS"]) for one in deploying] == [
        ("eu-west-1", f"{STACK},web_deployment,{minutes}"),
        ("us-west-2", f"hello-production-us-west-2-service,web_deployment,{minutes}"),
    ]


def test_migrations_run_before_traffic_moves() -> None:
    """In the step that applies the stacks: CodeDeploy begins when all of them are."""
    text = MINIMAL.replace("domain: {name: hello", f"migration: {{command: [up]}}, {BY_CODE_DEPLOY}", 1)
    names = [one.get("name", "") for one in steps(Matrix.parse(text.encode()))]
    migrate = names.index("Apply what was agreed, and migrate before the code that needs it")
    assert migrate < names.index("Deploy with CodeDeploy (eu-west-1)")


def test_the_job_waits_for_what_ecs_and_then_for_what_code_deploy_deploys() -> None:
    """One after the other, since the second starts when the apply has ended."""
    admin = "admin: {image: example.com/admin:1, domain: {name: admin.example.com, zone: example.com}}"
    alone = matrix()
    both = Matrix.parse(MINIMAL.replace("web: {domain: {name: hello", f"{admin}, web: {{{BY_CODE_DEPLOY}", 1).encode())
    slower = rollout_minutes(both.environments["production"].services["admin"])
    assert deploy_minutes(both, "production") - deploy_minutes(alone, "production") == slower
