"""The role in which ECS moves requests between the target groups of a service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra_constructs.cdk import Construct
from relinfra_constructs.ecs.traffic import Traffic
from relinfra_constructs.iam import attach, aws_managed_policy, service_role
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.placement import Placement

if TYPE_CHECKING:
    from relinfra_constructs.aws import EcsServiceLoadBalancerAdvancedConfiguration

__all__ = ["TrafficShift"]

_POLICY = "AmazonECSInfrastructureRolePolicyForLoadBalancers"


class TrafficShift(Construct):
    """An infrastructure role, and what `aws_ecs_service` says about the two target groups.

    The service must depend on this construct: without its policy, ECS can neither deploy it nor let it go.

    Outputs: `configuration`.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        traffic: Traffic,
        *,
        alternate_target_group_arn: str,
        name: str,
        key: str,
        placement: Placement,
    ) -> None:
        super().__init__(scope, id)
        role_name = terraform_name(key, "infrastructure")
        role = service_role(
            self,
            role_name,
            physical_name=f"{name}-infrastructure",
            placement=placement,
            service="ecs",
            source_account=placement.account,
            source_arn=placement.arn("ecs", "*"),
            source_if_sent=True,
        )
        attach(self, role_name, role=role, policy_arn=aws_managed_policy(placement, _POLICY))
        configuration: EcsServiceLoadBalancerAdvancedConfiguration = {
            "alternate_target_group_arn": alternate_target_group_arn,
            "production_listener_rule": traffic.rule.arn,
            "role_arn": role.arn,
        }
        if traffic.test_rule is not None:
            configuration["test_listener_rule"] = traffic.test_rule.arn
        self.configuration = configuration
