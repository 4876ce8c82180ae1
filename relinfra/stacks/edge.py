"""The firewall in front of the load balancer, and who may pass beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.reach import tested
from relinfra_constructs.edge.web_acl import WebAcl, WebAclProps

if TYPE_CHECKING:
    from relinfra.matrix import Edge, Environment
    from relinfra.stacks.stack import EnvironmentStack
    from relinfra_constructs.networking.existing_network import NetworkOutputs

__all__ = ["add_web_acl", "allowed_testers", "firewall_of"]


def firewall_of(environment: Environment) -> Edge | None:
    """Return the settings of AWS WAF, or None where the environment has none."""
    edge = environment.edge
    return edge if edge and edge.waf == "managed" else None


def add_web_acl(
    stack: EnvironmentStack, environment: Environment, edge: Edge, *, load_balancer_arn: str, key_arn: str
) -> WebAcl:
    """Put AWS WAF in front of a load balancer; `key_arn` lets CloudWatch Logs encrypt its log."""
    props = WebAclProps(
        name=stack.scope.name,
        placement=stack.scope.placement,
        load_balancer_arn=load_balancer_arn,
        key_arn=key_arn,
        log_retention_days=environment.observability.log_retention_days,
        rate_limit=edge.rate_limit_per_5_minutes,
        count_only=edge.count_only,
        block_large_bodies=edge.large_bodies == "block",
    )
    return WebAcl(stack, "web-acl", props)


def allowed_testers(environment: Environment, network: NetworkOutputs) -> list[str]:
    """Return who may reach the test port: whom the matrix names, in its order, then who comes from the VPC.

    The load balancer is public, so the VPC's own tasks and hooks reach it with the addresses of the NAT gateways. They
    are let in where nobody is named, and where hooks are asked, whose functions test the new tasks.

    Security group rules are numbered by it, so that an addition at the end moves nobody else's.
    """
    deployments = [deployment for _, deployment in tested(environment)]
    named = list(dict.fromkeys(cidr for deployment in deployments for cidr in deployment.test_cidrs or ()))
    own = [f"{ip}/32" for ip in network.nat_public_ips]
    return [*named, *own] if not named or any(deployment.hooks for deployment in deployments) else named
