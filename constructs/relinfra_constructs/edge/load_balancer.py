"""The load balancer that the services of an environment share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.edge.listeners import Listeners, ListenersProps
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props
from relinfra_constructs.storage.log_bucket import LogBucket, LogBucketProps

__all__ = ["LoadBalancer", "LoadBalancerProps"]

_ACCESS = "access"
_CONNECTIONS = "connections"
_ANYWHERE = "0.0.0.0/0"
_ANYWHERE_IPV6 = "::/0"


class LoadBalancerProps(Props):
    """Props of a `LoadBalancer`: its subnets, its certificates and its ports.

    name: physical name, at most 32 characters, such as `shop-production`.
    placement: account and region.
    vpc_id: the network; `subnet_ids`: its public subnets, in two zones at least.
    certificate_arn: the certificate presented by default.
    further_certificate_arns: certificates of the other services, by Terraform name.
    test_port: port of a second HTTPS listener, where a new revision answers before it takes over; None for
        none.
    test_cidrs: who may reach the test listener; required with `test_port`. The load balancer has public
        addresses, so callers inside the network arrive with those of its NAT gateways.
    log_bucket_name: name of the bucket, made here, for access and connection logs.
    log_retention_days: how long those stay.
    deletion_protection: whether AWS refuses to delete the load balancer.
    ipv6: whether it answers over IPv6 too, which its subnets must have. False by default.
    """

    name: str
    placement: Placement
    vpc_id: str
    subnet_ids: Sequence[str]
    certificate_arn: str
    log_bucket_name: str
    further_certificate_arns: Mapping[str, str] = field(default_factory=dict)
    test_port: int | None = None
    test_cidrs: Sequence[str] = ()
    log_retention_days: int = 365
    deletion_protection: bool = True
    ipv6: bool = False

    def __post_init__(self) -> None:
        """Refuse a test listener that nobody could reach. Raises ConstructError."""
        if self.test_port is not None and not self.test_cidrs:
            raise ConstructError(f"{self.name}: a test listener needs test_cidrs; name who may reach it")


class LoadBalancer(Construct):
    """A public application load balancer: HTTPS only, HTTP redirected, everything logged, 404 by default.

    Outputs: `arn`, `arn_suffix`, `dns_name`, `zone_id`, `security_group_id`, `https_listener_arn`,
    `test_listener_arn` (None without a test port).
    """

    def __init__(self, scope: Construct, id: str, props: LoadBalancerProps) -> None:
        super().__init__(scope, id)
        group = self._security_group(props)
        load_balancer = self._load_balancer(props, group)
        listeners = Listeners(
            self,
            "listeners",
            ListenersProps(
                load_balancer_arn=load_balancer.arn,
                certificate_arn=props.certificate_arn,
                further_certificate_arns=props.further_certificate_arns,
                test_port=props.test_port,
            ),
        )
        self.arn: str = load_balancer.arn
        self.arn_suffix: str = load_balancer.arn_suffix
        self.dns_name: str = load_balancer.dns_name
        self.zone_id: str = load_balancer.zone_id
        self.security_group_id: str = group.id
        self.https_listener_arn: str = listeners.https_arn
        self.test_listener_arn: str | None = listeners.test_arn

    def _load_balancer(self, props: LoadBalancerProps, group: aws.SecurityGroup) -> aws.Lb:
        logs = LogBucket(
            self,
            "logs",
            LogBucketProps(
                name=props.log_bucket_name,
                terraform_name="load_balancer_logs",
                placement=props.placement,
                retention_days=props.log_retention_days,
                load_balancer_prefixes=[_ACCESS, _CONNECTIONS],
            ),
        )
        return aws.Lb(
            self,
            "main",
            name=props.name,
            load_balancer_type="application",
            internal=False,
            ip_address_type="dualstack" if props.ipv6 else None,
            subnets=props.subnet_ids,
            security_groups=[group.id],
            drop_invalid_header_fields=True,
            desync_mitigation_mode="defensive",
            enable_deletion_protection=props.deletion_protection,
            enable_zonal_shift=True,
            access_logs={"bucket": logs.id, "prefix": _ACCESS, "enabled": True},
            connection_logs={"bucket": logs.id, "prefix": _CONNECTIONS, "enabled": True},
            # AWS tries to write to the bucket at once.
            depends_on=[logs.policy],
        )

    def _security_group(self, props: LoadBalancerProps) -> aws.SecurityGroup:
        group = aws.SecurityGroup(
            self,
            "load_balancer",
            name=f"{props.name}-load-balancer",
            description="Load balancer: HTTPS from anywhere, to the services only",
            vpc_id=props.vpc_id,
            tags={"Name": f"{props.name}-load-balancer"},
        )
        # Port 80 answers with a redirect and nothing else.
        self._allow(group, "load_balancer_http", 80, _ANYWHERE, "HTTP, redirected to HTTPS")
        self._allow(group, "load_balancer_https", 443, _ANYWHERE, "HTTPS")
        if props.ipv6:
            self._allow(group, "load_balancer_http_ipv6", 80, _ANYWHERE_IPV6, "HTTP, redirected to HTTPS")
            self._allow(group, "load_balancer_https_ipv6", 443, _ANYWHERE_IPV6, "HTTPS")
        if props.test_port is not None:
            for number, cidr in enumerate(props.test_cidrs, start=1):
                name = f"load_balancer_test_{number}"
                self._allow(group, name, props.test_port, cidr, "Test listener of new revisions")
        return group

    def _allow(self, group: aws.SecurityGroup, name: str, port: int, cidr: str, description: str) -> None:
        aws.VpcSecurityGroupIngressRule(
            self,
            name,
            security_group_id=group.id,
            description=description,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            cidr_ipv4=None if cidr == _ANYWHERE_IPV6 else cidr,
            cidr_ipv6=cidr if cidr == _ANYWHERE_IPV6 else None,
        )
