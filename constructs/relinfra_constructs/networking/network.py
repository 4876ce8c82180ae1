"""A VPC in three tiers: public for load balancers, private for tasks, database without any way out."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Network
from itertools import combinations

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.iam import Statement
from relinfra_constructs.networking.endpoints import (
    GatewayEndpoints,
    GatewayEndpointsProps,
    InterfaceEndpoints,
    InterfaceEndpointsProps,
)
from relinfra_constructs.networking.flow_logs import FlowLogs, FlowLogsProps
from relinfra_constructs.networking.ipv6_routes import Ipv6Routes, Ipv6RoutesProps
from relinfra_constructs.networking.nat import NatGateways, NatGatewaysProps, NatMode
from relinfra_constructs.networking.subnets import SubnetTier, SubnetTierProps
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["TASK_ENDPOINTS", "Network", "NetworkProps"]

TASK_ENDPOINTS = ("ecr.api", "ecr.dkr", "logs", "secretsmanager")
"""What a Fargate task needs to start where nothing leads to the internet, beside S3's gateway endpoint."""

ZONE_LETTERS = "abcdef"


_IPV6_OFFSETS = {"public": 0, "private": 16}
"""Which of the 256 /64 networks of the VPC a tier begins with; databases stay out of reach of IPv6."""


class NetworkProps(Props):
    """Props of a network. Each tier has one subnet a zone, so its CIDRs say how many zones there are.

    name: physical name prefix, such as `shop-production`.
    placement: account and region.
    cidr: the VPC's IPv4 range, which holds every subnet.
    public_subnets, private_subnets, database_subnets: CIDRs, one a zone, all tiers of the same length.
    nat: `per_az` by default.
    flow_logs: days flow logs are kept, 365 by default; None for no flow logs.
    ipv6: whether the VPC also has an IPv6 range of Amazon's, its public and private subnets parts of it, and private
        ones a way out that nothing comes in by. False by default.
    interface_endpoints: services with a private address (`kms`, `sts`); without NAT, `TASK_ENDPOINTS` come
        in addition.
    named_resources: what may be done in S3 and DynamoDB with resources of other accounts, which the gateways let nobody
        reach otherwise; actions and resources of each statement count. Nothing by default.
    """

    name: str
    placement: Placement
    cidr: str
    public_subnets: Sequence[str]
    private_subnets: Sequence[str]
    database_subnets: Sequence[str]
    nat: NatMode = "per_az"
    flow_logs: int | None = 365
    ipv6: bool = False
    interface_endpoints: Sequence[str] = ()
    named_resources: Sequence[Statement] = ()

    def __post_init__(self) -> None:
        """Refuse tiers that differ in length, subnets outside `cidr` and overlaps. Raises ConstructError."""
        tiers = (self.public_subnets, self.private_subnets, self.database_subnets)
        if not self.public_subnets or len({len(tier) for tier in tiers}) > 1:
            lengths = ", ".join(str(len(tier)) for tier in tiers)
            raise ConstructError(
                f"{self.name}: expected one subnet a zone in each tier, found {lengths} "
                "in the public, private and database tiers; give every tier the same number of CIDRs"
            )
        _check_ranges(self.name, self.cidr, [cidr for tier in tiers for cidr in tier])

    @property
    def services(self) -> tuple[str, ...]:
        """Every service that gets an interface endpoint, sorted."""
        needed = TASK_ENDPOINTS if self.nat == "none" else ()
        return tuple(sorted({*needed, *self.interface_endpoints}))


class Network(Construct):
    """A VPC with its subnets, routes and endpoints.

    Outputs: `vpc_id`, `cidr`; `public_subnet_ids`, `private_subnet_ids`, `database_subnet_ids`, zone by zone;
    `database_zones`, the names of those zones;
    `s3_prefix_list_id` and `dynamodb_prefix_list_id`, for egress rules; `nat_public_ips`, empty without NAT;
    `endpoint_security_group_id`, None without interface endpoints.
    """

    def __init__(self, scope: Construct, id: str, props: NetworkProps) -> None:
        super().__init__(scope, id)
        self._props = props
        self.cidr = props.cidr
        self.vpc_id: str = self._vpc()
        self._zones = self._availability_zones()
        public, private, database = self._tiers()
        self.public_subnet_ids = public.subnet_ids
        self.private_subnet_ids = private.subnet_ids
        self.database_subnet_ids = database.subnet_ids
        self.database_zones = database.zones
        self.nat_public_ips = self._ways_out(public, private)
        gateways = self._gateway_endpoints(private)
        self.s3_prefix_list_id = gateways.s3_prefix_list_id
        self.dynamodb_prefix_list_id = gateways.dynamodb_prefix_list_id
        self.endpoint_security_group_id = self._interface_endpoints()
        self._flow_logs()

    def _vpc(self) -> str:
        tags = {"Name": self._props.name}
        vpc = aws.Vpc(
            self,
            "main",
            cidr_block=self._props.cidr,
            enable_dns_support=True,
            enable_dns_hostnames=True,
            assign_generated_ipv6_cidr_block=True if self._props.ipv6 else None,
            tags=tags,
        )
        # Taken over without a rule, so that nothing works by landing in it.
        aws.DefaultSecurityGroup(self, "main", vpc_id=vpc.id, tags={"Name": f"{self._props.name}-default-locked"})
        return vpc.id

    def _availability_zones(self) -> list[str]:
        region = self._props.placement.region
        # By name, so that neither Local Zones nor a zone AWS opens one day slip in.
        names = [f"{region}{letter}" for letter in ZONE_LETTERS]
        zones = aws.data.AvailabilityZones(
            self, "available", state="available", filter=[{"name": "zone-name", "values": names}]
        )
        return [zones.ref(f"names[{index}]") for index in range(len(self._props.public_subnets))]

    def _tiers(self) -> tuple[SubnetTier, SubnetTier, SubnetTier]:
        props = self._props
        return (
            self._tier("public", props.public_subnets),
            self._tier("private", props.private_subnets, route_table_per_zone=True),
            self._tier("database", props.database_subnets),
        )

    def _tier(self, tier: str, cidrs: Sequence[str], *, route_table_per_zone: bool = False) -> SubnetTier:
        return SubnetTier(
            self,
            tier,
            SubnetTierProps(
                name=self._props.name,
                tier=tier,
                vpc_id=self.vpc_id,
                cidrs=cidrs,
                zones=self._zones,
                route_table_per_zone=route_table_per_zone,
                ipv6_offset=_IPV6_OFFSETS.get(tier) if self._props.ipv6 else None,
            ),
        )

    def _ways_out(self, public: SubnetTier, private: SubnetTier) -> list[str]:
        gateway = aws.InternetGateway(self, "main", vpc_id=self.vpc_id, tags={"Name": self._props.name})
        aws.Route(
            self,
            "public_internet",
            route_table_id=public.route_table_ids[0],
            destination_cidr_block="0.0.0.0/0",
            gateway_id=gateway.id,
        )
        if self._props.ipv6:
            Ipv6Routes(
                self,
                "ipv6",
                Ipv6RoutesProps(
                    name=self._props.name,
                    vpc_id=self.vpc_id,
                    internet_gateway_id=gateway.id,
                    public_route_table_id=public.route_table_ids[0],
                    private_route_table_ids=private.route_table_ids,
                ),
            )
        if self._props.nat == "none":
            return []
        props = NatGatewaysProps(
            name=self._props.name,
            mode=self._props.nat,
            public_subnet_ids=public.subnet_ids,
            route_table_ids=private.route_table_ids,
            internet_gateway=gateway,
        )
        return NatGateways(self, "nat", props).public_ips

    def _gateway_endpoints(self, private: SubnetTier) -> GatewayEndpoints:
        props = GatewayEndpointsProps(
            name=self._props.name,
            placement=self._props.placement,
            vpc_id=self.vpc_id,
            route_table_ids=private.route_table_ids,
            internet=self._props.nat != "none",
            named_resources=self._props.named_resources,
        )
        return GatewayEndpoints(self, "gateway-endpoints", props)

    def _interface_endpoints(self) -> str | None:
        if not self._props.services:
            return None
        props = InterfaceEndpointsProps(
            name=self._props.name,
            placement=self._props.placement,
            vpc_id=self.vpc_id,
            subnet_ids=self.private_subnet_ids,
            client_cidrs=self._props.private_subnets,
            services=self._props.services,
        )
        return InterfaceEndpoints(self, "interface-endpoints", props).security_group_id

    def _flow_logs(self) -> None:
        if self._props.flow_logs is not None:
            props = FlowLogsProps(
                name=self._props.name,
                placement=self._props.placement,
                vpc_id=self.vpc_id,
                retention_days=self._props.flow_logs,
            )
            FlowLogs(self, "flow-logs", props)


def _check_ranges(name: str, cidr: str, cidrs: Sequence[str]) -> None:
    try:
        vpc, *subnets = (IPv4Network(text) for text in (cidr, *cidrs))
    except ValueError as error:
        raise ConstructError(f"{name}: expected IPv4 ranges such as 10.0.0.0/16: {error}") from error
    problems = [f"subnet {subnet} lies outside {vpc}" for subnet in subnets if not subnet.subnet_of(vpc)]
    problems += [f"subnets {a} and {b} overlap" for a, b in combinations(subnets, 2) if a.overlaps(b)]
    if problems:
        raise ConstructError(f"{name}: " + "; ".join(problems))
