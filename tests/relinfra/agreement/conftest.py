"""Two small stacks, one of which reads from the other, and Terraform's own plans of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.terraform import offline_provider, terraform

Body = dict[str, Any]
TAGS = {"environment": "production", "region": "eu-west-1", "managed-by": "relinfra"}


def _stack(**parts: Any) -> Body:
    provider = {"aws": [{"region": "eu-west-1", "default_tags": [{"tags": TAGS}]}]}
    versions = {"required_providers": {"aws": {"source": "hashicorp/aws"}}}
    return {"terraform": versions, "provider": provider, **parts}


def _states(folder: Path, body: Body, name: str) -> Body:
    backend = {"backend": {"local": {"path": str(folder / f"{name}.tfstate")}}}
    return {**body, "terraform": {**body["terraform"], **backend}}


STACKS: dict[str, Body] = {
    "shop-production-network": _stack(
        variable={"tag": {"type": "string", "default": "1"}},
        resource={
            "aws_vpc": {"main": {"cidr_block": "10.0.0.0/16", "tags": {"version": "${var.tag}"}}},
            "aws_s3_bucket": {"data": {"bucket": "shop-production-data"}},
            "aws_ssm_parameter": {"login": {"name": "login", "type": "SecureString", "value": "hunter2"}},
        },
        output={"cidr": {"value": "${aws_vpc.main.cidr_block}"}, "vpc": {"value": "${aws_vpc.main.id}"}},
    ),
    "shop-production-service": _stack(
        data={"terraform_remote_state": {"network": {"backend": "local", "config": {"path": ""}}}},
        resource={
            "aws_security_group": {
                "web": {"name": "web", "vpc_id": "${data.terraform_remote_state.network.outputs.vpc}"}
            },
            "aws_cloudwatch_log_group": {
                "web": {"name": "${data.terraform_remote_state.network.outputs.cidr}", "retention_in_days": 30},
                "own": {"name": "own", "tags": {"net": "${data.terraform_remote_state.network.outputs.cidr}"}},
            },
        },
    ),
}
NETWORK, SERVICE = STACKS


@dataclass(frozen=True)
class Site:
    """A synthesized folder whose states lie beside it, and the real terraform over it."""

    folder: Path
    environment: dict[str, str]

    @property
    def output(self) -> Path:
        """The synthesized folder."""
        return self.folder / "cdktf.out"

    def write(self, change: Callable[[dict[str, Body]], None] = lambda _: None) -> None:
        """Write the stacks with a change of them."""
        stacks = deepcopy(STACKS)
        stacks[SERVICE]["data"]["terraform_remote_state"]["network"]["config"]["path"] = str(
            self.folder / f"{NETWORK}.tfstate"
        )
        change(stacks)
        manifest = {
            name: {
                "name": name,
                "synthesizedStackPath": f"stacks/{name}/cdk.tf.json",
                "dependencies": [NETWORK] if name == SERVICE else [],
            }
            for name in stacks
        }
        declared = {"version": 1, "promotion": ["production"], "environments": {"production": {"stacks": [*stacks]}}}
        for name, body in stacks.items():
            own = self.output / "stacks" / name
            own.mkdir(parents=True, exist_ok=True)
            (own / "cdk.tf.json").write_text(json.dumps(_states(self.folder, body, name)))
        (self.output / "manifest.json").write_text(json.dumps({"stacks": manifest}))
        (self.output / "relinfra.json").write_text(json.dumps(declared))

    def plan(self, name: str, *arguments: str) -> tuple[Path, str]:
        """Plan a stack and return the plan as JSON, empty text where it worked, and else what terraform said."""
        own = self.output / "stacks" / name
        if not (own / ".terraform").exists():
            started = terraform(own, self.environment, "init", "-input=false")
            assert started.returncode == 0, started.stderr
        made = terraform(own, self.environment, "plan", "-input=false", "-out=release.tfplan", *arguments)
        plans = self.folder / "plans"
        plans.mkdir(exist_ok=True)
        file = plans / f"{name}.plan.json"
        if made.returncode == 0:
            file.write_text(terraform(own, self.environment, "show", "-json", "release.tfplan").stdout)
        return file, "" if made.returncode == 0 else made.stdout + made.stderr

    def apply(self, name: str) -> None:
        """Apply the plan that was made last."""
        own = self.output / "stacks" / name
        done = terraform(own, self.environment, "apply", "-input=false", "release.tfplan")
        assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def offline() -> Iterator[dict[str, str]]:
    """The environment of terraform with a provider offline."""
    with offline_provider() as environment:
        yield environment


@pytest.fixture
def site(tmp_path: Path, offline: dict[str, str]) -> Site:
    """A site with nothing applied."""
    found = Site(tmp_path, offline)
    found.write()
    return found
