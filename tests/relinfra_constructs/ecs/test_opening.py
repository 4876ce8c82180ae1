"""Ways in and out of tasks, used alone."""

from __future__ import annotations

from typing import Any

import pytest

from relinfra_constructs.ecs.opening import Opening, open_way
from tests.support import resource, synthesize


def rule(**arguments: Any) -> dict[str, Any]:
    settings: dict[str, Any] = {"direction": "egress", "first_port": 25, "last_port": 25, "why": "mail", **arguments}
    opening = Opening(**settings)
    stack = synthesize(lambda scope: open_way(scope, "web", "sg-web", opening))
    return resource(stack, f"aws_vpc_security_group_{opening.direction}_rule.{opening.name('web')}")


@pytest.mark.parametrize(
    ("peer", "argument"),
    [
        ("10.40.0.0/16", "cidr_ipv4"),
        ("2001:db8::/32", "cidr_ipv6"),
        ("sg-0a1b2c3d4e5f60718", "referenced_security_group_id"),
    ],
)
def test_the_other_end_is_a_network_of_either_kind_or_a_group(peer: str, argument: str) -> None:
    """And nothing else is said of it."""
    ends = {"cidr_ipv4", "cidr_ipv6", "referenced_security_group_id"}
    found = rule(peer=peer)
    assert {key: found[key] for key in ends & found.keys()} == {argument: peer}


def test_a_name_tells_the_way_whatever_its_order() -> None:
    """So an address stays when others are added before it."""
    opening = Opening(direction="ingress", peer="2001:db8::/32", first_port=1, last_port=9, why="x", protocol="udp")
    assert opening.name("web-a") == "web_a_ingress_2001_db8_32_udp_1_9"


@pytest.mark.parametrize(
    ("why", "description"),
    [
        ("the caf\u00e9's cache", "the cafe_s cache"),
        ("${aws_vpc.main.id}", "$${aws_vpc.main.id}"),
        ("\u043a\u0435\u0448 & co", "___ _ co"),
        ("x" * 300, "x" * 255),
    ],
)
def test_a_reason_is_written_in_the_characters_that_aws_takes(why: str, description: str) -> None:
    """What it does not take would fail the apply; a template stays text."""
    assert rule(peer="10.0.0.0/8", why=why)["description"] == description
