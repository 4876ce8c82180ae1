"""What tests of constructs share: synthesis in this process, golden files, and the real terraform."""

import json
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from relinfra_constructs import aws
from relinfra_constructs.cdk import App, TerraformStack
from relinfra_constructs.placement import Placement
from tests.applied import applied

HERE = Placement(account="111111111111", region="us-east-1")
KEY_ARN = HERE.arn("kms", "key/11111111-2222-3333-4444-555555555555")


def stack(app: App, name: str, region: str = HERE.region) -> TerraformStack:
    """Return a stack of `app` with a provider for the account of `HERE`."""
    made = TerraformStack(app, name)
    aws.Provider(made, region=region, allowed_account_ids=[HERE.account])
    return made


def synthesize(build: Callable[[TerraformStack], object]) -> dict[str, Any]:
    """Return the Terraform JSON of one stack that `build` filled."""
    with tempfile.TemporaryDirectory() as folder:
        app = App(outdir=folder)
        build(stack(app, "test"))
        app.synth()
        text = Path(folder, "stacks", "test", "cdk.tf.json").read_text()
    synthesized: dict[str, Any] = json.loads(text)
    return synthesized


def resource(synthesized: dict[str, Any], address: str) -> dict[str, Any]:
    """Return the arguments at an address such as `aws_vpc.main`, without cdktf's comment."""
    terraform_type, _, name = address.partition(".")
    body = synthesized["resource"][terraform_type][name]
    return {argument: value for argument, value in body.items() if argument != "//"}


def policy(synthesized: dict[str, Any], address: str, argument: str = "policy") -> list[dict[str, Any]]:
    """Return the statements of the policy document in an argument of a resource."""
    statements: list[dict[str, Any]] = json.loads(resource(synthesized, address)[argument])["Statement"]
    return statements


def addresses(synthesized: dict[str, Any]) -> list[str]:
    """Return the address of every resource and data source of a stack, sorted."""
    kinds = (("", synthesized.get("resource", {})), ("data.", synthesized.get("data", {})))
    return sorted(
        f"{prefix}{terraform_type}.{name}"
        for prefix, types in kinds
        for terraform_type, bodies in types.items()
        for name in bodies
    )


def assert_golden(path: Path, lines: Iterable[str]) -> None:
    """Compare `lines` with a golden file, which `RELINFRA_GOLDEN=write` in the environment writes first."""
    text = "".join(f"{line}\n" for line in lines)
    if os.environ.get("RELINFRA_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert text == path.read_text(), f"{path} differs; RELINFRA_GOLDEN=write pytest accepts the change"


def terraform_applies(output: Path) -> None:
    """Apply every stack of a cdktf output offline; skip where no program for it is named.

    `RELINFRA_TFCHECK` names a program that takes a folder and `--level apply`, and fails unless the real terraform
    validates, plans and applies every stack in it, and then has nothing left to change.
    """
    assert applied([output]) == []


def terraform_plans(output: Path, plans: Path) -> None:
    """Apply every stack of a cdktf output offline, and keep the plans; skip where no program for it is named."""
    assert applied([output], lambda _: plans) == []
