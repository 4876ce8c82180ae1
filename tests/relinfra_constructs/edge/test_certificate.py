from typing import Any

import pytest

from relinfra_constructs import aws
from relinfra_constructs.cdk import TerraformStack
from relinfra_constructs.edge.certificate import Certificate, CertificateProps
from relinfra_constructs.edge.dns import DomainAlias, DomainAliasProps
from tests.support import resource, synthesize


def certified(stack: TerraformStack) -> None:
    props = CertificateProps(key="my-api", domain="api.example.com", zone="example.com")
    certificate = Certificate(stack, "certificate", props)
    alias = DomainAliasProps(
        key="my-api",
        domain="api.example.com",
        zone_id=certificate.zone_id,
        load_balancer_dns_name="lb.elb.amazonaws.com",
        load_balancer_zone_id="Z1",
    )
    DomainAlias(stack, "alias", alias)
    aws.LbListenerCertificate(stack, "my_api", listener_arn="arn:listener", certificate_arn=certificate.arn)


@pytest.fixture(scope="module")
def synthesized() -> dict[str, Any]:
    return synthesize(certified)


def test_a_certificate_is_replaced_before_the_old_one_goes(synthesized: dict[str, Any]) -> None:
    """A listener holds on to it."""
    body = resource(synthesized, "aws_acm_certificate.my_api")
    assert body["validation_method"] == "DNS"
    assert body["lifecycle"] == {"create_before_destroy": True}


@pytest.mark.parametrize("attribute", ["name", "type", "value"])
def test_the_record_proves_the_domain_it_stands_for(synthesized: dict[str, Any], attribute: str) -> None:
    """AWS returns the options as a set: they are picked by name, never by position."""
    record = resource(synthesized, "aws_route53_record.my_api_validation")
    text = record["records"][0] if attribute == "value" else record[attribute]
    assert f"o.resource_record_{attribute} if o.domain_name == " in text
    assert "api.example.com" in text


def test_what_uses_the_certificate_waits_for_its_validation(synthesized: dict[str, Any]) -> None:
    """A listener refuses one that is still pending."""
    validation = resource(synthesized, "aws_acm_certificate_validation.my_api")
    assert validation["validation_record_fqdns"] == ["${aws_route53_record.my_api_validation.fqdn}"]
    presented = resource(synthesized, "aws_lb_listener_certificate.my_api")
    assert presented["certificate_arn"] == "${aws_acm_certificate_validation.my_api.certificate_arn}"


def test_the_domain_points_at_the_load_balancer(synthesized: dict[str, Any]) -> None:
    """And away from it where nothing behind it is healthy, for whoever adds another."""
    record = resource(synthesized, "aws_route53_record.my_api")
    assert (record["name"], record["type"]) == ("api.example.com", "A")
    assert record["alias"]["evaluate_target_health"] is True
