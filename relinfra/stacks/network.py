"""The network stack: what everything else lies in, and what changes least."""

from __future__ import annotations

from relinfra.matrix import Environment
from relinfra.stacks.scope import StackScope
from relinfra.stacks.stack import EnvironmentStack
from relinfra_constructs.cdk import Construct
from relinfra_constructs.network import Network, NetworkProps

__all__ = ["NetworkStack"]


class NetworkStack(EnvironmentStack):
    """Output: `network`."""

    def __init__(self, app: Construct, scope: StackScope, environment: Environment) -> None:
        super().__init__(app, scope, "network")
        subnets = environment.network.subnets
        tracing = environment.observability.tracing == "xray" and environment.network.nat == "none"
        self.network = Network(
            self,
            "network",
            NetworkProps(
                name=scope.name,
                placement=scope.placement,
                cidr=environment.network.cidr,
                public_subnets=subnets.public,
                private_subnets=subnets.private,
                database_subnets=subnets.database,
                nat=environment.network.nat,
                flow_logs=environment.observability.log_retention_days if environment.network.flow_logs else None,
                interface_endpoints=("xray",) if tracing else (),
            ),
        )
