"""The public name of a service."""

from __future__ import annotations

from dataclasses import dataclass

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.naming import terraform_name

__all__ = ["DomainAlias", "DomainAliasProps"]


@dataclass(frozen=True, kw_only=True)
class DomainAliasProps:
    """Which name points at which load balancer.

    key: Terraform name of the record, such as `web`.
    domain: the fully qualified name, such as `shop.example.com`.
    zone_id: the Route 53 zone that holds it.
    load_balancer_dns_name, load_balancer_zone_id: outputs of a `LoadBalancer`.
    """

    key: str
    domain: str
    zone_id: str
    load_balancer_dns_name: str
    load_balancer_zone_id: str


class DomainAlias(Construct):
    """An alias record of a load balancer. Outputs: `fqdn`."""

    def __init__(self, scope: Construct, id: str, props: DomainAliasProps) -> None:
        super().__init__(scope, id)
        record = aws.Route53Record(
            self,
            terraform_name(props.key),
            zone_id=props.zone_id,
            name=props.domain,
            type="A",
            alias={
                "name": props.load_balancer_dns_name,
                "zone_id": props.load_balancer_zone_id,
                "evaluate_target_health": True,
            },
        )
        self.fqdn: str = record.fqdn
