"""The network stack: what everything else lies in, and what changes least."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.matrix import Environment
from relinfra.matrix.endpoint_services import GATEWAYS
from relinfra.matrix.reach import endpoints, leads_out
from relinfra.stacks.scope import StackScope
from relinfra.stacks.stack import EnvironmentStack
from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.iam import Statement
from relinfra_constructs.networking.existing_network import ExistingNetwork, ExistingNetworkProps, NetworkOutputs
from relinfra_constructs.networking.network import Network, NetworkProps
from relinfra_constructs.placement import Placement

__all__ = ["NetworkStack"]


class NetworkStack(EnvironmentStack):
    """Output: `network`."""

    def __init__(self, app: Construct, scope: StackScope, environment: Environment) -> None:
        super().__init__(app, scope, "network")
        self.network: NetworkOutputs = self._network(environment)

    def _network(self, environment: Environment) -> NetworkOutputs:
        existing = environment.network.existing
        if existing is None:
            return Network(self, "network", self._props(environment))
        props = ExistingNetworkProps(
            vpc_id=existing.vpc_id,
            public_subnet_ids=existing.public_subnet_ids,
            private_subnet_ids=existing.private_subnet_ids,
            database_subnet_ids=existing.database_subnet_ids,
        )
        return ExistingNetwork(self, "network", props)

    def _props(self, environment: Environment) -> NetworkProps:
        network, subnets = environment.network, environment.network.subnets
        return NetworkProps(
            name=self.scope.name,
            placement=self.scope.placement,
            cidr=network.cidr,
            public_subnets=subnets.public,
            private_subnets=subnets.private,
            database_subnets=subnets.database,
            nat=network.nat,
            flow_logs=environment.observability.log_retention_days if network.flow_logs else None,
            ipv6=network.ipv6,
            interface_endpoints=[*network.endpoints, *(() if leads_out(environment) else endpoints(environment))],
            named_resources=list(_named(environment, self.scope.placement)),
        )


def _named(environment: Environment, placement: Placement) -> Iterator[Statement]:
    """Yield what tasks are let do in S3 and DynamoDB with resources that may lie in another account, each by name."""
    permissions = [permission for service in environment.services.values() for permission in service.permissions]
    for permission in permissions:
        for gateway in sorted(GATEWAYS):
            actions = [action for action in permission.actions if action.startswith(f"{gateway}:")]
            arns = [placement.within(one) for one in permission.resources if one != "*"]
            others = [one for one in arns if one.split(":")[2] == gateway and one.split(":")[4] != placement.account]
            if actions and others:
                yield Statement(actions=actions, resources=[aws.literal(one) for one in others])
