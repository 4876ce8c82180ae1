"""The app: a cdktf app like any other, whose environments can be built upon."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from relinfra.domain.versions_file import read_versions
from relinfra.errors import OutputError
from relinfra.matrix import Matrix
from relinfra.stacks import EnvironmentStack, ReleaseApp
from relinfra_constructs import aws
from relinfra_constructs.cdk import S3Backend, TerraformStack

SHOP = Path(__file__).parents[3] / "examples" / "shop"
FURTHER_REGION = (
    "regions: {us-east-1: {network: {cidr: 10.9.0.0/16}, services: {web: {domain: {name: us.hello.example.com}}}}}"
)


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, by its path in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def stack(output: Path, name: str) -> dict[str, dict[str, dict[str, dict[str, object]]]]:
    """Return the Terraform of one stack."""
    return json.loads((output / "stacks" / name / "cdk.tf.json").read_text())  # type: ignore[no-any-return]


def test_a_teams_own_stack_reads_an_output_of_ours(tmp_path: Path) -> None:
    """A plain cdktf stack beside ours: the reference becomes a read of our state."""
    app = ReleaseApp(Matrix.load(SHOP / "relinfra.yaml"), tmp_path / "cdktf.out")
    audit = TerraformStack(app, "shop-production-audit")
    S3Backend(audit, bucket="acme-shop-tfstate", key="audit.tfstate", region="us-east-1")
    aws.Provider(audit, region="us-east-1")
    aws.SecurityGroup(audit, "audit", vpc_id=app.environments["production"].network.vpc_id)
    app.synth()
    synthesized = stack(app.output, "shop-production-audit")
    state = synthesized["data"]["terraform_remote_state"]["cross-stack-reference-input-shop-production-network"]
    assert state["config"]["key"] == "shop/shop-production-network.tfstate"  # type: ignore[index]
    assert "aws_vpcmainid" in str(synthesized["resource"]["aws_security_group"]["audit"]["vpc_id"])


def test_a_stack_of_an_environment_has_its_state_provider_and_tags(tmp_path: Path) -> None:
    """Whoever derives from EnvironmentStack writes only resources."""
    app = ReleaseApp(Matrix.load(SHOP / "relinfra.yaml"), tmp_path / "cdktf.out")
    EnvironmentStack(app, app.environments["production"].scope, "audit")
    app.synth()
    synthesized = stack(app.output, "shop-production-audit")
    assert synthesized["terraform"]["backend"]["s3"] == {
        "bucket": "acme-shop-tfstate",
        "encrypt": True,
        "key": "shop/shop-production-audit.tfstate",
        "region": "us-east-1",
        "use_lockfile": True,
        "//": {
            "contract": {
                "stack": "shop-production-audit",
                "account": "222222222222",
                "environment": "shop-production",
            }
        },
    }
    (provider,) = synthesized["provider"]["aws"]
    assert provider == {
        "//": {"contract": {"account": "222222222222", "region": "us-east-1"}},
        "allowed_account_ids": ["222222222222"],
        "default_tags": {
            "tags": {
                "component": "audit",
                "cost-center": "payments",
                "environment": "production",
                "managed-by": "relinfra",
                "project": "shop",
                "region": "us-east-1",
            }
        },
        "region": "us-east-1",
    }


def test_a_stack_of_the_teams_own_is_deployed_with_its_environment(tmp_path: Path) -> None:
    """After what it reads from, and before what reads from it."""
    app = ReleaseApp(Matrix.load(SHOP / "relinfra.yaml"), tmp_path / "cdktf.out")
    production = app.environments["production"]
    audit = EnvironmentStack(app, production.scope, "audit")
    aws.SecurityGroup(audit, "audit", vpc_id=production.network.vpc_id)
    app.synth()
    declared = json.loads((app.output / "relinfra.json").read_text())["environments"]
    assert "shop-production-audit" in declared["production"]["stacks"]
    assert "shop-production-audit" not in declared["staging"]["stacks"]
    assert declared["production"]["stacks"].index("shop-production-network") == 0


def test_two_runs_write_the_same_bytes(tmp_path: Path, synthesized: Callable[[str], Path]) -> None:
    """Neither a clock, nor chance, nor the folder leaks into the output."""
    program = "from relinfra import Matrix, ReleaseApp; ReleaseApp(Matrix.load('relinfra.yaml')).synth()"
    environment = {**os.environ, "CDKTF_OUTDIR": str(tmp_path / "out"), "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    subprocess.run([sys.executable, "-c", program], cwd=SHOP, env=environment, check=True)
    assert files_of(tmp_path / "out") == files_of(synthesized("shop"))


def test_an_app_that_is_not_synthesized_leaves_the_previous_output_whole(tmp_path: Path) -> None:
    """An interrupted run writes nothing."""
    output = tmp_path / "cdktf.out"
    ReleaseApp(Matrix.load(SHOP / "relinfra.yaml"), output).synth()
    before = files_of(output)
    app = ReleaseApp(Matrix.load(SHOP / "relinfra.yaml"), output)
    aws.Vpc(TerraformStack(app, "broken"), "main", cidr_block="${TfToken[TOKEN.99999]}")
    with pytest.raises(Exception, match="TOKEN"):
        app.synth()
    assert files_of(output) == before


def test_a_folder_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    """A typing error in the output's path must not cost a folder."""
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(OutputError, match=r"relinfra did not write thesis\.txt"):
        ReleaseApp(Matrix.load(SHOP / "relinfra.yaml"), tmp_path)


def test_a_local_environment_has_no_stack(synthesized: Callable[[str], Path]) -> None:
    """It runs in Compose; the plan still knows of it."""
    names = sorted(path.name for path in (synthesized("shop") / "stacks").iterdir())
    assert names == [
        *(f"shop-production-{part}" for part in ("data", "network", "observability", "recovery", "service")),
        *(f"shop-staging-{part}" for part in ("data", "network", "observability", "service")),
    ]


def test_a_further_region_gets_stacks_of_its_own_and_renames_none(tmp_path: Path) -> None:
    """The stacks of an environment keep their names and states when a region is added."""
    text = (SHOP.parent / "minimal" / "relinfra.yaml").read_text()
    matrix = tmp_path / "relinfra.yaml"
    matrix.write_text(text)
    before = ReleaseApp(Matrix.load(matrix), tmp_path / "before")
    names = {stack.node.id for stack in before.environments["production"].all_stacks}
    matrix.write_text(text.replace("  production:\n", f"  production:\n    {FURTHER_REGION}\n"))
    after = ReleaseApp(Matrix.load(matrix), tmp_path / "after")
    production = after.environments["production"]
    assert {stack.node.id for stack in production.stacks} == names
    assert production.regions["us-east-1"].network.cidr == "10.9.0.0/16"
    assert all("-us-east-1-" in stack.node.id for stack in production.regions["us-east-1"].stacks)


def test_every_stack_requires_the_terraform_that_its_state_lock_needs(synthesized: Callable[[str], Path]) -> None:
    """In a file of its own, since Checkov drops a file that holds it."""
    for folder in (synthesized("shop") / "stacks").iterdir():
        versions = read_versions((folder / "versions.tf").read_text())
        assert versions["terraform"] == {"required_version": ">= 1.11.0, < 2.0.0"}
        assert versions.keys() <= {"terraform", "moved"}
        assert "required_version" not in (folder / "cdk.tf.json").read_text()
