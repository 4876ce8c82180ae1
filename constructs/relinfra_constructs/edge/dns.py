"""The public name of a service."""

from __future__ import annotations

from typing import Literal

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.props import Props

__all__ = ["DomainAlias", "DomainAliasProps"]


class DomainAliasProps(Props):
    """Props of a DNS record: the name, and the load balancer it points at.

    key: Terraform name of the record, such as `web`.
    domain: the fully qualified name, such as `shop.example.com`.
    zone_id: the Route 53 zone that holds it.
    load_balancer_dns_name, load_balancer_zone_id: outputs of a `LoadBalancer`.
    ipv6: whether the load balancer answers over IPv6 too. False by default.
    failover: `PRIMARY` where Route 53 answers with this load balancer as long as `health_check_id` is healthy,
        `SECONDARY` where it does so afterwards; None, the default, for the only one there is.
    health_check_id: of a `RegionCheck`, which alone decides; required with `failover`.
    """

    key: str
    domain: str
    zone_id: str
    load_balancer_dns_name: str
    load_balancer_zone_id: str
    ipv6: bool = False
    failover: Literal["PRIMARY", "SECONDARY"] | None = None
    health_check_id: str | None = None

    def __post_init__(self) -> None:
        """Refuse a failover without a signal, and a signal without one. Raises ConstructError."""
        if (self.failover is None) != (self.health_check_id is None):
            found = "health_check_id alone" if self.failover is None else "failover alone"
            raise ConstructError(f"{self.domain}: expected failover and health_check_id together, found {found}")


class DomainAlias(Construct):
    """Alias records of a load balancer: in a failover both move by one check. Outputs: `fqdn`."""

    def __init__(self, scope: Construct, id: str, props: DomainAliasProps) -> None:
        super().__init__(scope, id)
        name = terraform_name(props.key)
        record = self._alias(name, "A", props)
        if props.ipv6:
            self._alias(f"{name}_ipv6", "AAAA", props)
        self.fqdn: str = record.fqdn

    def _alias(self, name: str, kind: str, props: DomainAliasProps) -> aws.Route53Record:
        return aws.Route53Record(
            self,
            name,
            zone_id=props.zone_id,
            name=props.domain,
            type=kind,
            set_identifier=props.failover and props.failover.lower(),
            failover_routing_policy={"type": props.failover} if props.failover else None,
            health_check_id=props.health_check_id,
            alias={
                "name": props.load_balancer_dns_name,
                "zone_id": props.load_balancer_zone_id,
                # In a failover every sick service and every idle target group behind it would have a say.
                "evaluate_target_health": props.failover is None,
            },
        )
