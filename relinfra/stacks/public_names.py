"""The public names of an environment: one certificate and one DNS record each, however many services share it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from relinfra.domain.names import service_name
from relinfra.matrix.models.formerly import named_after
from relinfra_constructs.edge.certificate import Certificate, CertificateProps
from relinfra_constructs.edge.dns import DomainAlias, DomainAliasProps
from relinfra_constructs.edge.region_check import RegionCheck, RegionCheckProps
from relinfra_constructs.naming import terraform_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relinfra.matrix import Domain, Service
    from relinfra.stacks.stack import EnvironmentStack
    from relinfra_constructs.cdk import Construct
    from relinfra_constructs.edge.load_balancer import LoadBalancer

__all__ = ["add_domain_aliases", "check_regions", "issue_certificates"]


def issue_certificates(
    stack: Construct, domains: Mapping[str, Domain], *, proven: bool = False, suffix: str = ""
) -> dict[str, Certificate]:
    """Add the certificate of every name, by the same keys; `proven` where another region's record proves it.

    `suffix` tells their Terraform names from those of other names of the same services.
    """
    return {
        key: Certificate(
            stack,
            "-".join(filter(None, ("certificate", key, suffix))),
            CertificateProps(
                key=terraform_name(*filter(None, (key, suffix))), domain=domain.name, zone=domain.zone, proven=proven
            ),
        )
        for key, domain in domains.items()
    }


def add_domain_aliases(
    stack: Construct,
    domains: Mapping[str, Domain],
    certificates: Mapping[str, Certificate],
    load_balancer: LoadBalancer,
    *,
    ipv6: bool,
    failover: Literal["PRIMARY", "SECONDARY"] | None = None,
    checks: Mapping[str, RegionCheck] | None = None,
) -> None:
    """Point every name at the load balancer, in a failover as its part and its check of `checks` say."""
    for key, domain in domains.items():
        props = DomainAliasProps(
            key=terraform_name(key),
            domain=domain.name,
            zone_id=certificates[key].zone_id,
            load_balancer_dns_name=load_balancer.dns_name,
            load_balancer_zone_id=load_balancer.zone_id,
            ipv6=ipv6,
            failover=failover,
            health_check_id=checks[key].id if checks else None,
        )
        DomainAlias(stack, f"domain-{key}", props)


def check_regions(
    stack: EnvironmentStack,
    domains: Mapping[str, Domain],
    services: Mapping[str, Service],
    certificates: Mapping[str, Certificate],
    load_balancer: LoadBalancer,
) -> dict[str, RegionCheck]:
    """Have Route 53 ask every service under the name of its region alone, by the same keys."""
    return {
        key: RegionCheck(
            stack,
            f"region-check-{key}",
            RegionCheckProps(
                key=terraform_name(key),
                name=service_name(stack.scope.name, named_after(key, services[key])),
                domain=domain.name,
                zone_id=certificates[key].zone_id,
                load_balancer_dns_name=load_balancer.dns_name,
                load_balancer_zone_id=load_balancer.zone_id,
                path=services[key].health_check.path,
            ),
        )
        for key, domain in domains.items()
    }
