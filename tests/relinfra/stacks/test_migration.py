"""The stack between data and services."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from relinfra.matrix import Matrix
from relinfra.stacks import ReleaseApp
from tests.support import addresses, resource

MATRIX = """\
version: 1
project: hello
repository: acme/hello
state: {bucket: acme-hello-tfstate, region: eu-west-1}
environments:
  staging:
    account: "333333333333"
    region: eu-west-1
    approval: {reviewers: [release-managers]}
    databases: {main: {engine: postgres, version: "17", class: db.t4g.medium, storage_gib: 20}}
    buckets: {assets: {}}
    services:
      web:
        image: 333333333333.dkr.ecr.eu-west-1.amazonaws.com/hello/web
        domain: {name: hello.example.com, zone: example.com}
        connect: {to: [jobs]}
        secrets: {DATABASE: database.main, KEY: hello/key}
        buckets: [assets]
        migration: {command: [bin/migrate, --all], memory: 1024}
      jobs: {image: example.com/hello/jobs:1, port: 9000}
"""


def app(folder: Path, text: str = MATRIX) -> ReleaseApp:
    made = ReleaseApp(Matrix.parse(text.encode()), folder)
    made.synth()
    return made


def stack(folder: Path, component: str = "migration") -> dict[str, Any]:
    body: dict[str, Any] = json.loads((folder / f"stacks/hello-staging-{component}/cdk.tf.json").read_text())
    return body


def test_it_is_applied_between_data_and_services(tmp_path: Path) -> None:
    """The services depend on it, though they read nothing of it."""
    app(tmp_path)
    declared = json.loads((tmp_path / "relinfra.json").read_text())["environments"]["staging"]["stacks"]
    assert declared[:4] == [f"hello-staging-{name}" for name in ("network", "data", "migration", "service")]
    manifest = json.loads((tmp_path / "manifest.json").read_text())["stacks"]
    assert "hello-staging-migration" in manifest["hello-staging-service"]["dependencies"]
    assert "hello-staging-service" not in manifest["hello-staging-migration"]["dependencies"]


def test_a_release_migrates_with_what_the_service_has(tmp_path: Path) -> None:
    """Image, variables, secrets, folders and rights are the service's; command and size are its own."""
    app(tmp_path)
    task = resource(stack(tmp_path, "service"), "aws_ecs_task_definition.web")
    once = resource(stack(tmp_path), "aws_ecs_task_definition.web_migration")
    [usual], [container] = (json.loads(one["container_definitions"]) for one in (task, once))
    assert container["command"] == ["bin/migrate", "--all"]
    assert "portMappings" not in container
    assert (once["family"], once["cpu"], once["memory"]) == ("hello-staging-web-migration", "256", "1024")
    assert [one["name"] for one in container["secrets"]] == [one["name"] for one in usual["secrets"]]
    assert [one["name"] for one in container["environment"]] == [one["name"] for one in usual["environment"]]
    assert (container["image"], container["user"], container["mountPoints"]) == (
        usual["image"],
        usual["user"],
        usual["mountPoints"],
    )
    sids = [
        [statement["Sid"] for statement in json.loads(resource(body, address)["policy"])["Statement"]]
        for body, address in (
            (stack(tmp_path, "service"), "aws_iam_role_policy.web_task"),
            (stack(tmp_path), "aws_iam_role_policy.web_migration_task"),
        )
    ]
    assert sids[0] == sids[1]


def test_the_image_of_a_migration_is_the_release_s(tmp_path: Path) -> None:
    """The same variable says which version of the image migrates, and which then serves."""
    app(tmp_path)
    assert list(stack(tmp_path)["variable"]) == list(stack(tmp_path, "service")["variable"]) == ["web_image_tag"]


def test_an_output_says_how_to_run_a_migration(tmp_path: Path) -> None:
    """Cluster, definition, subnets and security group, and nothing for a service without one."""
    app(tmp_path)
    told = stack(tmp_path)["output"]
    assert [name for name in told if name.endswith("_migration")] == ["web_migration"]
    value = told["web_migration"]["value"]
    assert value["cluster"] == "${aws_ecs_cluster.migration.name}"
    assert value["task_definition"] == "${aws_ecs_task_definition.web_migration.arn}"
    assert value["security_groups"] == ["${aws_security_group.web_migration.id}"]


def test_it_reaches_data_and_no_other_service(tmp_path: Path) -> None:
    """Services may not run yet when it does."""
    app(tmp_path)
    rules = stack(tmp_path)["resource"]["aws_vpc_security_group_egress_rule"]
    assert sorted(rules) == ["web_migration_https_1", "web_migration_to_main"]


def test_state_stays_where_it_was(tmp_path: Path) -> None:
    """A migration adds a stack; whatever other stacks have, they have under the same addresses with it and without."""
    app(tmp_path / "with")
    without = MATRIX.replace("        migration: {command: [bin/migrate, --all], memory: 1024}\n", "")
    app(tmp_path / "without", without)
    assert not (tmp_path / "without/stacks/hello-staging-migration").exists()
    for component in ("network", "data", "service", "observability"):
        found = (addresses(stack(tmp_path / one, component)) for one in ("with", "without"))
        assert len({tuple(one) for one in found}) == 1, component


def test_a_standby_has_its_schema_from_the_region_it_follows(tmp_path: Path) -> None:
    """Nothing there is migrated, and no task waits for it."""
    standby = "{region: eu-west-2, mode: pilot_light, rto_minutes: 60, rpo_minutes: 15, network: {cidr: 10.1.0.0/16}}"
    lines = [line for line in MATRIX.splitlines() if "databases:" not in line and "buckets: {" not in line]
    text = "\n".join(lines).replace("DATABASE: database.main, KEY: hello/key", "KEY: hello/key")
    text = text.replace("        buckets: [assets]\n", "").replace(
        "    services:\n", f"    disaster_recovery: {standby}\n    services:\n"
    )
    app(tmp_path, text)
    assert (tmp_path / "stacks/hello-staging-migration").is_dir()
    assert not (tmp_path / "stacks/hello-staging-recovery-migration").exists()
