"""The `terraform test` beside every stack."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from relinfra.matrix import Matrix
from relinfra.stacks import EnvironmentStack, ReleaseApp
from relinfra_constructs import aws
from relinfra_constructs.cdk import S3Backend, TerraformStack, TerraformVariable
from tests.terraform import offline_provider, terraform

EXAMPLES = Path(__file__).parents[3] / "examples"
Synthesized = Callable[[str], Path]


def stack_tests(output: Path) -> dict[str, dict[str, Any]]:
    """Return the test of every stack by the stack's name."""
    return {path.parent.name: json.loads(path.read_text()) for path in (output / "stacks").glob("*/stack.tftest.json")}


def conditions(test: dict[str, Any]) -> list[str]:
    """Return what a test asserts of the plan."""
    return [assertion["condition"] for assertion in test["run"]["plan"].get("assert", [])]


def test_every_stack_has_a_test_that_only_plans(synthesized: Synthesized) -> None:
    """Nothing is applied, whatever credentials are around: the provider is mocked too."""
    output = synthesized("shop")
    tests = stack_tests(output)
    assert sorted(tests) == sorted(path.name for path in (output / "stacks").iterdir())
    assert all(test["run"]["plan"]["command"] == "plan" and "aws" in test["mock_provider"] for test in tests.values())


def test_the_test_pins_what_a_release_rests_on(synthesized: Synthesized) -> None:
    """As the stack was synthesized, environment by environment."""
    tests = stack_tests(synthesized("shop"))
    assert "${aws_db_instance.main.multi_az == true}" in conditions(tests["shop-production-data"])
    assert "${aws_db_instance.main.storage_encrypted == true}" in conditions(tests["shop-staging-data"])
    strategy = 'aws_ecs_service.web.deployment_configuration[0].strategy == "BLUE_GREEN"'
    assert f"${{{strategy}}}" in conditions(tests["shop-production-service"])


def test_what_another_stack_hands_out_is_given(synthesized: Synthesized) -> None:
    """Every output that a stack reads has a value, well-formed where the provider would refuse anything else."""
    output = synthesized("shop")
    for name, test in stack_tests(output).items():
        body = (output / "stacks" / name / "cdk.tf.json").read_text()
        reads = json.loads(body).get("data", {}).get("terraform_remote_state", {})
        given = {override["target"]: override["values"]["outputs"] for override in test.get("override_data", ())}
        assert set(given) == {f"data.terraform_remote_state.{read}" for read in reads}
        for target, outputs in given.items():
            assert all(outputs.values())
            assert all(value.startswith("arn:aws:") for key, value in outputs.items() if key.endswith("arn"))
            read = re.findall(re.escape(target) + r"\.outputs\.([\w-]+)", body)
            assert set(read) <= set(outputs)


def test_a_stack_of_the_teams_own_has_one_too(tmp_path: Path) -> None:
    """With every provider configuration mocked, and a value for each variable without a default."""
    app = ReleaseApp(Matrix.load(EXAMPLES / "minimal" / "relinfra.yaml"), tmp_path / "cdktf.out")
    audit = EnvironmentStack(app, app.environments["staging"].scope, "audit")
    aws.Provider(audit, alias="recovery", region="eu-central-1")
    for name, kind in (("team", "string"), ("seats", "number"), ("strict", "bool")):
        TerraformVariable(audit, name, type=kind)
    TerraformVariable(audit, "free", type="string", default="yes")
    foreign = TerraformStack(app, "foreign")
    S3Backend(foreign, bucket="elsewhere", key="foreign.tfstate", region="eu-west-1")
    app.synth()
    tests = stack_tests(app.output)
    assert [one.get("alias") for one in tests["hello-staging-audit"]["mock_provider"]["aws"]] == [None, "recovery"]
    assert tests["hello-staging-audit"]["variables"] == {"team": "test", "seats": 1, "strict": False}
    assert tests["foreign"] == {"mock_provider": {}, "run": {"plan": {"command": "plan"}}}


@pytest.mark.slow
@pytest.mark.parametrize("example", ["minimal", "shop"])
def test_terraform_passes_the_test_of_every_stack(example: str, synthesized: Synthesized, tmp_path: Path) -> None:
    """Offline, without credentials and without any state."""
    with offline_provider() as environment:
        for stack in sorted((synthesized(example) / "stacks").iterdir()):
            folder = shutil.copytree(stack, tmp_path / stack.name)
            init = terraform(folder, environment, "init", "-backend=false", "-input=false")
            assert init.returncode == 0, init.stdout + init.stderr
            run = terraform(folder, environment, "test")
            assert run.returncode == 0, run.stdout + run.stderr
            assert "1 passed, 0 failed" in run.stdout


@pytest.mark.slow
def test_terraform_fails_the_test_of_a_stack_that_was_changed(synthesized: Synthesized, tmp_path: Path) -> None:
    """Such as by an override file that somebody put beside it."""
    folder = shutil.copytree(synthesized("shop") / "stacks" / "shop-production-data", tmp_path / "data")
    weaker = {"resource": {"aws_db_instance": {"main": {"multi_az": False}}}}
    (folder / "weaker_override.tf.json").write_text(json.dumps(weaker))
    with offline_provider() as environment:
        assert terraform(folder, environment, "init", "-backend=false", "-input=false").returncode == 0
        run = terraform(folder, environment, "test")
    assert run.returncode == 1
    assert "aws_db_instance.main.multi_az must be true, as it was synthesized." in run.stderr
