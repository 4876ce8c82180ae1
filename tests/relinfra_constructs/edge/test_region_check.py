from typing import Any

import pytest

from relinfra_constructs.cdk import TerraformStack
from relinfra_constructs.edge.dns import DomainAlias, DomainAliasProps
from relinfra_constructs.edge.region_check import RegionCheck, RegionCheckProps
from relinfra_constructs.errors import ConstructError
from tests.support import resource, synthesize

BALANCER = {"load_balancer_dns_name": "lb.elb.amazonaws.com", "load_balancer_zone_id": "Z1"}


def props(**changed: Any) -> RegionCheckProps:
    given: dict[str, Any] = {
        "key": "web",
        "name": "shop-production-web",
        "domain": "us-east-1.shop.example.com",
        "zone_id": "Z2",
        "path": "/healthz?from=${dns}",
    }
    return RegionCheckProps(**{**given, **BALANCER, **changed})


def failing_over(stack: TerraformStack) -> None:
    check = RegionCheck(stack, "check", props())
    alias = DomainAliasProps(
        key="web",
        domain="shop.example.com",
        zone_id="Z2",
        ipv6=True,
        failover="PRIMARY",
        health_check_id=check.id,
        **BALANCER,
    )
    DomainAlias(stack, "alias", alias)


@pytest.fixture(scope="module")
def synthesized() -> dict[str, Any]:
    return synthesize(failing_over)


def test_the_check_asks_a_name_of_one_region_alone(synthesized: dict[str, Any]) -> None:
    """The name that moves would tell of whichever region it leads to."""
    check = resource(synthesized, "aws_route53_health_check.web")
    assert check["fqdn"] == "${aws_route53_record.web_region.fqdn}"
    assert (check["type"], check["port"], check["enable_sni"]) == ("HTTPS", 443, True)
    assert (check["request_interval"], check["failure_threshold"]) == (30, 3)
    record = resource(synthesized, "aws_route53_record.web_region")
    assert (record["name"], record["type"]) == ("us-east-1.shop.example.com", "A")
    assert not record.keys() & {"failover_routing_policy", "health_check_id", "set_identifier"}


def test_a_path_is_text_and_no_expression(synthesized: dict[str, Any]) -> None:
    """Whatever a team writes there."""
    assert resource(synthesized, "aws_route53_health_check.web")["resource_path"] == "/healthz?from=$${dns}"


def test_both_address_families_move_by_the_check_and_nothing_else(synthesized: dict[str, Any]) -> None:
    """Else a browser with IPv6 stays in the region that is lost."""
    for name, kind in (("web", "A"), ("web_ipv6", "AAAA")):
        record = resource(synthesized, f"aws_route53_record.{name}")
        assert record["type"] == kind
        assert record["health_check_id"] == "${aws_route53_health_check.web.id}"
        assert record["alias"]["evaluate_target_health"] is False
        assert record["failover_routing_policy"] == {"type": "PRIMARY"}


@pytest.mark.parametrize("given", [{"failover": "PRIMARY"}, {"health_check_id": "a"}])
def test_a_failover_and_its_signal_belong_together(given: dict[str, Any]) -> None:
    """A record without a check is healthy whatever happens."""
    with pytest.raises(ConstructError, match="failover and health_check_id together"):
        DomainAliasProps(key="web", domain="shop.example.com", zone_id="Z2", **BALANCER, **given)


def test_a_path_that_is_too_long_to_ask_for_is_refused() -> None:
    """Route 53 would, at apply."""
    with pytest.raises(ConstructError, match="at most 255 characters"):
        props(path="/" + "h" * 255)
