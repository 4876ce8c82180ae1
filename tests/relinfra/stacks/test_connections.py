"""Services of an environment that call each other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

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
    services:
      web:
        image: example.com/hello/web:1
        domain: {name: hello.example.com, zone: example.com}
        connect: {to: [price-list, stock]}
        deployment:
          strategy: blue_green
          bake_minutes: 10
          test_port: 8443
          rollback: {error_rate_percent: 2, p95_latency_ms: 400}
      jobs: {image: "example.com/hello/jobs:1", worker: true, connect: {to: [stock]}}
      price-list:
        image: example.com/hello/prices:1
        port: 9000
        connect: {to: [stock], protocol: grpc, request_seconds: 60}
      stock:
        image: example.com/hello/stock:1
        domain: {name: stock.example.com, zone: example.com}
      alone: {image: "example.com/hello/alone:1", worker: true}
"""


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("connections") / "cdktf.out"
    ReleaseApp(Matrix.parse(MATRIX.encode()), folder).synth()
    return folder


@pytest.fixture(scope="module")
def service(output: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((output / "stacks" / "hello-staging-service" / "cdk.tf.json").read_text())
    return found


def connected(service: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = resource(service, f"aws_ecs_service.{name}")["service_connect_configuration"]
    assert found["namespace"] == "${aws_service_discovery_http_namespace.main.arn}"
    return found


def test_a_called_service_has_the_name_of_its_key(service: dict[str, Any]) -> None:
    """At its own port, with a named port behind it, and a limit only where one is asked for."""
    names = {"port_name": "price-list", "discovery_name": "price-list"}
    alias = {"dns_name": "price-list", "port": 9000}
    offered = {**names, "client_alias": alias, "timeout": {"per_request_timeout_seconds": 60}}
    assert connected(service, "price_list")["service"] == offered
    assert "timeout" not in connected(service, "stock")["service"]
    task = json.loads(resource(service, "aws_ecs_task_definition.price_list")["container_definitions"])
    port = {"containerPort": 9000, "hostPort": 9000, "protocol": "tcp", "name": "price-list", "appProtocol": "grpc"}
    assert task[0]["portMappings"] == [port]


def test_a_caller_offers_nothing(service: dict[str, Any]) -> None:
    """A service that nobody calls has a proxy for its own calls alone, and its port no name."""
    assert "service" not in connected(service, "web")
    task = json.loads(resource(service, "aws_ecs_task_definition.web")["container_definitions"])
    assert task[0]["portMappings"] == [{"containerPort": 8080, "hostPort": 8080, "protocol": "tcp"}]


def test_proxies_log_beside_their_service(service: dict[str, Any]) -> None:
    """In its encrypted group, told apart by the stream."""
    options = connected(service, "web")["log_configuration"]["options"]
    assert (options["awslogs-group"], options["awslogs-stream-prefix"]) == (
        "${aws_cloudwatch_log_group.web.name}",
        "proxy",
    )


def test_the_called_service_exists_first(service: dict[str, Any]) -> None:
    """Tasks know only the names that were there when they started."""
    waits = {name: resource(service, f"aws_ecs_service.{name}")["depends_on"] for name in ("web", "price_list")}
    assert {"aws_ecs_service.price_list", "aws_ecs_service.stock"} <= set(waits["web"])
    assert "aws_ecs_service.stock" in waits["price_list"]


def test_ports_are_open_between_those_that_call(service: dict[str, Any]) -> None:
    """Each call is a rule at either end, and nothing else is open between services."""
    found = [one for one in addresses(service) if one.startswith("aws_vpc_security_group_")]
    calls = [("web", "price_list"), ("web", "stock"), ("jobs", "stock"), ("price_list", "stock")]
    for caller, called in calls:
        rule = resource(service, f"aws_vpc_security_group_ingress_rule.{called}_from_{caller}")
        assert rule["security_group_id"] == f"${{aws_security_group.{called}.id}}"
        assert rule["referenced_security_group_id"] == f"${{aws_security_group.{caller}.id}}"
        assert rule["from_port"] == (9000 if called == "price_list" else 8080)
        assert f"aws_vpc_security_group_egress_rule.{caller}_to_{called}" in found
    ingress = [one for one in found if "ingress" in one and "_from_" in one and "load_balancer" not in one]
    assert len(ingress) == len(calls)


def test_a_service_without_calls_is_left_alone(service: dict[str, Any]) -> None:
    """It pays for no proxy."""
    assert "service_connect_configuration" not in resource(service, "aws_ecs_service.alone")


def test_an_inner_service_has_no_load_balancer(service: dict[str, Any]) -> None:
    """Others reach it by its name alone."""
    assert "load_balancer" not in resource(service, "aws_ecs_service.price_list")
    assert "aws_lb_target_group.price_list" not in addresses(service)
    assert "load_balancer" in resource(service, "aws_ecs_service.stock")


def test_a_way_to_another_service_is_open_at_both_ends(tmp_path: Path) -> None:
    """Whichever of the two asks for it, and whichever is made first; and it is no call of Service Connect's."""
    out = "worker: true, egress: [{to: alone, port: 9100, why: metrics}], connect"
    into = '"example.com/hello/alone:1", ingress: [{from: web, port: 53, protocol: udp, why: names}]'
    asked = MATRIX.replace("worker: true, connect", out).replace('"example.com/hello/alone:1"', into)
    ReleaseApp(Matrix.parse(asked.encode()), tmp_path).synth()
    stack = json.loads((tmp_path / "stacks/hello-staging-service/cdk.tf.json").read_text())
    for out, into, protocol, port in (("jobs", "alone", "tcp", 9100), ("web", "alone", "udp", 53)):
        ends = {"egress": (out, f"{out}_egress_{into}"), "ingress": (into, f"{into}_ingress_{out}")}
        for direction, (own, name) in ends.items():
            rule = resource(stack, f"aws_vpc_security_group_{direction}_rule.{name}_{protocol}_{port}")
            other = into if own == out else out
            assert rule["security_group_id"] == f"${{aws_security_group.{own}.id}}"
            assert rule["referenced_security_group_id"] == f"${{aws_security_group.{other}.id}}"
            assert (rule["ip_protocol"], rule["from_port"], rule["to_port"]) == (protocol, port, port)
