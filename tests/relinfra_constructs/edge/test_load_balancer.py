from typing import Any

import pytest

from relinfra_constructs.edge.load_balancer import LoadBalancer
from relinfra_constructs.errors import ConstructError
from tests.services import load_balancer_props
from tests.support import policy, resource, synthesize


def load_balancer(**arguments: Any) -> dict[str, Any]:
    return synthesize(lambda stack: LoadBalancer(stack, "main", load_balancer_props(**arguments)))


def test_http_is_redirected_and_nothing_else() -> None:
    """For good, so that browsers remember."""
    action = resource(load_balancer(), "aws_lb_listener.http")["default_action"]
    assert action["redirect"] == {"port": "443", "protocol": "HTTPS", "status_code": "HTTP_301"}


@pytest.mark.parametrize(("listener", "port"), [("https", 443), ("test", 8443)])
def test_https_listeners_speak_tls_13_and_answer_404_by_default(listener: str, port: int) -> None:
    """The test listener is no weaker than production."""
    synthesized = load_balancer(test_port=8443, test_cidrs=["192.0.2.0/24"])
    body = resource(synthesized, f"aws_lb_listener.{listener}")
    assert (body["port"], body["protocol"]) == (port, "HTTPS")
    assert body["ssl_policy"] == "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
    assert body["default_action"]["fixed_response"]["status_code"] == "404"


def test_the_test_listener_is_open_to_named_networks_only() -> None:
    """A revision under test is not public."""
    synthesized = load_balancer(test_port=8443, test_cidrs=["192.0.2.0/24", "198.51.100.0/24"])
    rules = synthesized["resource"]["aws_vpc_security_group_ingress_rule"]
    who = {name: (body["from_port"], body["cidr_ipv4"]) for name, body in rules.items()}
    assert who == {
        "load_balancer_http": (80, "0.0.0.0/0"),
        "load_balancer_https": (443, "0.0.0.0/0"),
        "load_balancer_test_1": (8443, "192.0.2.0/24"),
        "load_balancer_test_2": (8443, "198.51.100.0/24"),
    }


def test_a_test_listener_for_nobody_is_refused() -> None:
    """Before anything is written."""
    with pytest.raises(ConstructError, match="name who may reach it"):
        load_balancer_props(test_port=8443)


def test_without_a_test_port_there_is_no_test_listener() -> None:
    """Rolling services have nothing to show there."""
    assert list(load_balancer()["resource"]["aws_lb_listener"]) == ["http", "https"]


def test_the_load_balancer_guards_itself_and_its_targets() -> None:
    """Against deletion, and against requests meant to be read differently behind it."""
    body = resource(load_balancer(), "aws_lb.main")
    assert body["enable_deletion_protection"] is True
    assert body["drop_invalid_header_fields"] is True
    assert body["desync_mitigation_mode"] == "defensive"


def test_requests_and_connections_are_logged_where_the_load_balancer_may_write() -> None:
    """It tries at once, so the permission comes first."""
    synthesized = load_balancer()
    body = resource(synthesized, "aws_lb.main")
    prefixes = [body[logs]["prefix"] for logs in ("access_logs", "connection_logs")]
    assert body["depends_on"] == ["aws_s3_bucket_policy.load_balancer_logs"]
    [allowed] = [
        statement
        for statement in policy(synthesized, "aws_s3_bucket_policy.load_balancer_logs")
        if statement["Sid"] == "LoadBalancerLogs"
    ]
    assert [resource.split("/")[1] for resource in allowed["Resource"]] == prefixes


def test_every_listener_presents_the_certificates_of_all_services() -> None:
    """Clients pick by name."""
    synthesized = load_balancer(
        test_port=8443, test_cidrs=["192.0.2.0/24"], further_certificate_arns={"my-api": "arn:api"}
    )
    certificates = synthesized["resource"]["aws_lb_listener_certificate"]
    assert {name: body["listener_arn"] for name, body in certificates.items()} == {
        "my_api": "${aws_lb_listener.https.arn}",
        "my_api_test": "${aws_lb_listener.test.arn}",
    }
