"""VPC endpoints: AWS services reached without the internet, and what may be done through them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.iam import Statement, document
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["GatewayEndpoints", "GatewayEndpointsProps", "InterfaceEndpoints", "InterfaceEndpointsProps"]


class GatewayEndpointsProps(Props):
    """Props of gateway endpoints: the route tables that reach S3 and DynamoDB directly.

    name: physical name prefix.
    placement: account and region.
    vpc_id: the VPC.
    route_table_ids: tables that get the routes.
    internet: whether the subnets also have a way out. Without one, the layers of ECR images are all they
        read from buckets of other accounts; with one they may read any, as over the internet.
    named_resources: what this account's identities may also do, there and in DynamoDB, with resources of other
        accounts: actions of one of both services and resources by name. Nothing by default.
    """

    name: str
    placement: Placement
    vpc_id: str
    route_table_ids: Sequence[str]
    internet: bool
    named_resources: Sequence[Statement] = ()


class GatewayEndpoints(Construct):
    """Gateway endpoints for S3 and DynamoDB, which cost nothing.

    Their policies let nobody write to another account but where it is named: credentials for a foreign bucket or table
    do not carry data out this way. Outputs: `s3_prefix_list_id`, `dynamodb_prefix_list_id` (for egress rules).
    """

    def __init__(self, scope: Construct, id: str, props: GatewayEndpointsProps) -> None:
        super().__init__(scope, id)
        self._props = props
        self.s3_prefix_list_id: str = self._endpoint(
            "s3", _own_resources("s3:*", props.placement), self._image_layers()
        )
        self.dynamodb_prefix_list_id: str = self._endpoint("dynamodb", _own_resources("dynamodb:*", props.placement))

    def _endpoint(self, service: str, *statements: Statement) -> str:
        return aws.VpcEndpoint(
            self,
            service,
            vpc_id=self._props.vpc_id,
            # In every partition, unlike the names of interface endpoints (eksctl#3081).
            service_name=f"com.amazonaws.{self._props.placement.region}.{service}",
            vpc_endpoint_type="Gateway",
            route_table_ids=self._props.route_table_ids,
            policy=document(*statements, *self._named(service)),
            tags={"Name": f"{self._props.name}-{service}"},
        ).prefix_list_id

    def _named(self, service: str) -> Iterator[Statement]:
        found = [each for each in self._props.named_resources if each.actions[0].startswith(f"{service}:")]
        for number, statement in enumerate(found, start=1):
            own = _own_identities(self._props.placement)
            yield replace(own, sid=f"Named{number}", actions=statement.actions, resources=statement.resources)

    def _image_layers(self) -> Statement:
        placement = self._props.placement
        layers = placement.global_arn("s3", f"prod-{placement.region}-starport-layer-bucket/*")
        return Statement(
            sid="ReadImageLayers",
            actions=["s3:GetObject"],
            resources=["*" if self._props.internet else layers],
            principals={"AWS": ["*"]},
        )


class InterfaceEndpointsProps(Props):
    """Props of interface endpoints: the services with an address inside the VPC, and who reaches it.

    name: physical name prefix.
    placement: account and region.
    vpc_id: the VPC.
    subnet_ids: where the endpoints have their addresses, one a zone.
    client_cidrs: who may connect, on 443.
    services: names such as `ecr.api`; each costs money by the hour in every zone.
    """

    name: str
    placement: Placement
    vpc_id: str
    subnet_ids: Sequence[str]
    client_cidrs: Sequence[str]
    services: Sequence[str]


class InterfaceEndpoints(Construct):
    """Private addresses of AWS services, for this account's identities only. Outputs: `security_group_id`."""

    def __init__(self, scope: Construct, id: str, props: InterfaceEndpointsProps) -> None:
        super().__init__(scope, id)
        self._props = props
        self.security_group_id: str = self._security_group()
        for service in sorted(set(props.services)):
            self._endpoint(service)

    def _endpoint(self, service: str) -> None:
        aws.VpcEndpoint(
            self,
            terraform_name(service.replace(".", "_")),
            vpc_id=self._props.vpc_id,
            service_name=self._props.placement.endpoint_service(service),
            vpc_endpoint_type="Interface",
            private_dns_enabled=True,
            subnet_ids=self._props.subnet_ids,
            security_group_ids=[self.security_group_id],
            policy=document(_own_identities(self._props.placement)),
            tags={"Name": f"{self._props.name}-{service}"},
        )

    def _security_group(self) -> str:
        name = f"{self._props.name}-endpoints"
        group = aws.SecurityGroup(
            self,
            "endpoints",
            name=name,
            description="HTTPS from the private subnets to AWS services",
            vpc_id=self._props.vpc_id,
            tags={"Name": name},
        )
        for number, cidr in enumerate(self._props.client_cidrs, start=1):
            aws.VpcSecurityGroupIngressRule(
                self,
                f"endpoints_{number}",
                security_group_id=group.id,
                description="HTTPS from a private subnet",
                cidr_ipv4=cidr,
                ip_protocol="tcp",
                from_port=443,
                to_port=443,
            )
        return group.id


def _own_resources(actions: str, placement: Placement) -> Statement:
    return Statement(
        sid="OwnResources",
        actions=[actions],
        resources=["*"],
        principals={"AWS": ["*"]},
        conditions={"StringEquals": {"aws:ResourceAccount": placement.account}},
    )


def _own_identities(placement: Placement) -> Statement:
    # The resource stays open: images may lie in another account's registry, whose own policy decides.
    return Statement(
        sid="OwnIdentities",
        actions=["*"],
        resources=["*"],
        principals={"AWS": ["*"]},
        conditions={"StringEquals": {"aws:PrincipalAccount": placement.account}},
    )
