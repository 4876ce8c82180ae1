"""CodeDeploy in charge of a service: what it deploys, how it moves traffic, and what turns it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.ecs.appspec import appspec
from relinfra_constructs.ecs.code_deploy_deployment import CodeDeployDeployment
from relinfra_constructs.ecs.code_deploy_role import CodeDeployRole, CodeDeployRoleProps
from relinfra_constructs.ecs.rollback import RollbackAlarms
from relinfra_constructs.ecs.task import FargateTask
from relinfra_constructs.ecs.traffic import Traffic
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

if TYPE_CHECKING:
    from relinfra_constructs.aws import CodedeployDeploymentGroupLoadBalancerInfoTargetGroupPairInfo as TargetGroupPair

__all__ = ["CODE_DEPLOY_OWNS", "CodeDeploy", "CodeDeployProps", "code_deploy_controller"]

CODE_DEPLOY_OWNS = ("load_balancer", "network_configuration", "task_definition")
"""What a deployment sets on the service. ECS takes none of it from elsewhere, once the service exists."""


def code_deploy_controller() -> dict[str, Any]:
    """Return the arguments of `aws_ecs_service` that leave deployments to CodeDeploy."""
    return {
        "deployment_controller": {"type": CodeDeployDeployment.strategy},
        # A task that ECS moves to another zone keeps the service from being steady, and CodeDeploy gives up after five
        # minutes of that.
        "availability_zone_rebalancing": "DISABLED",
        # Nothing that Terraform changes here starts a deployment whose end it could wait for.
        "wait_for_steady_state": False,
    }


class CodeDeployProps(Props):
    """Props of a CodeDeploy deployment: the service, and how traffic moves.

    name: physical name of the service, its application and its deployment group; `key`: its Terraform name.
    placement: account and region.
    deployment: the strategy.
    cluster_name: output of a `Cluster`.
    service_name: as Terraform refers to the service.
    subnet_ids, security_group_id: the network of its tasks.
    listener_arns: the production listener, then the test listener where there is one.
    """

    name: str
    key: str
    placement: Placement
    deployment: CodeDeployDeployment
    cluster_name: str
    service_name: str
    subnet_ids: Sequence[str]
    security_group_id: str
    listener_arns: Sequence[str]


class CodeDeploy(Construct):
    """An application, a deployment group with its role, and a configuration where AWS has none ready.

    Terraform starts no deployment. Outputs: `application_name`, `group_name`, and `appspec`, what to deploy with them.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        props: CodeDeployProps,
        *,
        task: FargateTask,
        traffic: Traffic,
        alarms: RollbackAlarms,
    ) -> None:
        super().__init__(scope, id)
        self._props, self._traffic = props, traffic
        application = aws.CodedeployApp(self, terraform_name(props.key), name=props.name, compute_platform="ECS")
        group = self._group(application, self._role(task), alarms)
        self.application_name: str = application.name
        self.group_name: str = group.deployment_group_name
        self.appspec: dict[str, Any] = appspec(
            task_definition=task.definition_arn,
            container_name=task.container_name,
            container_port=traffic.port,
            subnet_ids=props.subnet_ids,
            security_group_id=props.security_group_id,
            hooks=props.deployment.hooks,
        )

    def _role(self, task: FargateTask) -> CodeDeployRole:
        props = self._props
        rules = [self._traffic.rule, self._traffic.test_rule]
        return CodeDeployRole(
            self,
            "role",
            CodeDeployRoleProps(
                name=props.name,
                key=props.key,
                placement=props.placement,
                cluster_name=props.cluster_name,
                listener_arns=props.listener_arns,
                rule_arns=[rule.arn for rule in rules if rule is not None],
                task_role_arns=[task.execution_role_arn, task.task_role_arn],
                hook_arns=[hook.function_arn for hook in props.deployment.hooks],
            ),
        )

    def _group(
        self, application: aws.CodedeployApp, role: CodeDeployRole, alarms: RollbackAlarms
    ) -> aws.CodedeployDeploymentGroup:
        props = self._props
        return aws.CodedeployDeploymentGroup(
            self,
            terraform_name(props.key),
            app_name=application.name,
            deployment_group_name=props.name,
            service_role_arn=role.arn,
            deployment_config_name=self._configuration_name(),
            deployment_style={"deployment_option": "WITH_TRAFFIC_CONTROL", "deployment_type": "BLUE_GREEN"},
            ecs_service={"cluster_name": props.cluster_name, "service_name": props.service_name},
            load_balancer_info={"target_group_pair_info": self._pair()},
            blue_green_deployment_config={
                "deployment_ready_option": {"action_on_timeout": "CONTINUE_DEPLOYMENT"},
                "terminate_blue_instances_on_deployment_success": {
                    "action": "TERMINATE",
                    "termination_wait_time_in_minutes": props.deployment.bake_minutes,
                },
            },
            # An alarm that cannot be asked is no reason to go on.
            alarm_configuration={
                "alarms": list(alarms.references),
                "enabled": True,
                "ignore_poll_alarm_failure": False,
            },
            auto_rollback_configuration={
                "enabled": True,
                "events": ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
            },
            # CodeDeploy tries the role at once.
            depends_on=[role],
        )

    def _pair(self) -> TargetGroupPair:
        production, *test = self._props.listener_arns
        pair: TargetGroupPair = {
            "prod_traffic_route": {"listener_arns": [production]},
            "target_group": [{"name": name} for name in self._traffic.target_group_names],
        }
        if test:
            pair["test_traffic_route"] = {"listener_arns": test}
        return pair

    def _configuration_name(self) -> str:
        props, routing = self._props, self._props.deployment.routing
        if routing.predefined:
            return routing.predefined
        return aws.CodedeployDeploymentConfig(
            self,
            terraform_name(props.key),
            # No configuration can be changed: another shift is another one, and takes over before the first goes.
            deployment_config_name=f"{props.name}-{routing.label}",
            compute_platform="ECS",
            traffic_routing_config=routing.configuration(),
            lifecycle={"create_before_destroy": True},
        ).deployment_config_name
