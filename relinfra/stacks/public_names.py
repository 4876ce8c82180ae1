"""The public names of an environment: one certificate and one DNS record each, however many services share it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from relinfra_constructs.edge.certificate import Certificate, CertificateProps
from relinfra_constructs.edge.dns import DomainAlias, DomainAliasProps
from relinfra_constructs.naming import terraform_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relinfra.matrix import Domain, Service
    from relinfra_constructs.cdk import Construct
    from relinfra_constructs.edge.load_balancer import LoadBalancer

__all__ = ["add_domain_aliases", "issue_certificates", "served_domains"]


def served_domains(services: Mapping[str, Service]) -> dict[str, Domain]:
    """Return every name once, by the key its certificate bears: of the service that answers what no paths take."""
    served = {key: service.domain for key, service in services.items() if service.domain}
    owners = {domain.name: key for key, domain in reversed(served.items()) if domain.paths}
    owners |= {domain.name: key for key, domain in served.items() if not domain.paths}
    return {key: domain for key, domain in served.items() if owners[domain.name] == key}


def issue_certificates(
    stack: Construct, domains: Mapping[str, Domain], *, proven: bool = False
) -> dict[str, Certificate]:
    """Add the certificate of every name, by the same keys; `proven` where another region's record proves it."""
    return {
        key: Certificate(
            stack,
            f"certificate-{key}",
            CertificateProps(key=terraform_name(key), domain=domain.name, zone=domain.zone, proven=proven),
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
) -> None:
    """Point every name at the load balancer, in a failover as its part says."""
    for key, domain in domains.items():
        props = DomainAliasProps(
            key=terraform_name(key),
            domain=domain.name,
            zone_id=certificates[key].zone_id,
            load_balancer_dns_name=load_balancer.dns_name,
            load_balancer_zone_id=load_balancer.zone_id,
            ipv6=ipv6,
            failover=failover,
        )
        DomainAlias(stack, f"domain-{key}", props)
