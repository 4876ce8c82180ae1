"""Both ends of every arrow between parts of an environment, read from the security groups of its stacks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from relinfra.matrix import Matrix
from relinfra.stacks import ReleaseApp

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
    network: {ipv6: true}
    databases: {main: {version: "17", class: db.t4g.medium, storage_gib: 20}}
    services:
      web:
        image: example.com/hello/web:1
        port: 9000
        domain: {name: hello.example.com, zone: example.com}
        connect: {to: [prices]}
        secrets: {DATABASE: database.main}
        migration: {command: [migrate]}
        egress: [{to: jobs, port: 7000, why: the queue}]
        deployment:
          strategy: blue_green
          bake_minutes: 10
          test_port: 8443
          rollback: {error_rate_percent: 2, p95_latency_ms: 400}
      prices: {image: "example.com/hello/prices:1", port: 9100}
      jobs:
        image: example.com/hello/jobs:1
        worker: true
        secrets: {DATABASE: database.main}
        ingress: [{from: prices, port: 7001, why: news of prices}]
"""


class Way(NamedTuple):
    """Who may open a connection to whom, on which port."""

    source: str
    target: str
    port: int


@pytest.fixture(scope="module")
def stacks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The resources of each stack by what it holds."""
    folder = tmp_path_factory.mktemp("reach") / "cdktf.out"
    ReleaseApp(Matrix.parse(MATRIX.encode()), folder).synth()
    files = (folder / "stacks").glob("*/cdk.tf.json")
    return {path.parent.name.rpartition("-")[2]: json.loads(path.read_text())["resource"] for path in files}


def ways(resources: dict[str, Any], direction: str) -> Iterator[Way]:
    """Yield what the rules between two groups allow, as the end says that they are of."""
    for rule in resources.get(f"aws_vpc_security_group_{direction}_rule", {}).values():
        own, other = rule["security_group_id"], rule.get("referenced_security_group_id")
        if other:
            ends = (own, other) if direction == "egress" else (other, own)
            yield Way(*map(_name, ends), rule["from_port"])


def _name(reference: str) -> str:
    """Return the group that a reference of this stack or of another's state means."""
    return reference.strip("${}").removesuffix(".id").rpartition("aws_security_group")[2].strip("._").removesuffix("id")


@pytest.mark.parametrize("component", ["service", "migration"])
def test_whoever_is_let_out_is_let_in(stacks: dict[str, Any], component: str) -> None:
    """A rule at one end alone is a connection that times out."""
    out, into = (sorted(ways(stacks[component], direction)) for direction in ("egress", "ingress"))
    assert out == into
    assert out


def test_each_inner_arrow_is_there(stacks: dict[str, Any]) -> None:
    """Load balancer to task on the one port of requests and health checks, tasks and migration to database, peers."""
    found = {
        (way.source, way.port) for component in ("service", "migration") for way in ways(stacks[component], "egress")
    }
    assert {("load_balancer", 9000), ("web", 9100), ("web", 7000), ("prices", 7001)} <= found
    assert {("web", 5432), ("jobs", 5432), ("web_migration", 5432)} <= found
    # ECS registers a task with its own port, which a check asks too unless it names another.
    groups = stacks["service"]["aws_lb_target_group"].values()
    assert {group["health_check"].get("port", "traffic-port") for group in groups} == {"traffic-port"}


def test_every_task_reaches_https_over_each_family_that_its_network_routes(stacks: dict[str, Any]) -> None:
    """Services, workers and migrations alike: registries, logs and secrets are nowhere else."""
    for component, tasks in (("service", ("web", "prices", "jobs")), ("migration", ("web_migration",))):
        rules = stacks[component]["aws_vpc_security_group_egress_rule"].values()
        for task in tasks:
            https = [one for one in rules if one["from_port"] == 443 and _name(one["security_group_id"]) == task]
            assert {one.get("cidr_ipv4") or one.get("cidr_ipv6") for one in https} == {"0.0.0.0/0", "::/0"}, task
    routes = stacks["network"]["aws_route"].values()
    private = [one for one in routes if "private" in str(one["route_table_id"])]
    assert {"nat_gateway_id", "egress_only_gateway_id"} <= {key for route in private for key in route}
