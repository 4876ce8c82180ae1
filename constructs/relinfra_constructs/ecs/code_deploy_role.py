"""The role in which CodeDeploy replaces the tasks of one service."""

from __future__ import annotations

from collections.abc import Sequence

from relinfra_constructs.cdk import Construct
from relinfra_constructs.iam import Statement, service_role
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["CodeDeployRole", "CodeDeployRoleProps"]


class CodeDeployRoleProps(Props):
    """Whose tasks it replaces, and what that touches.

    name: physical name of the service, its application and its deployment group; `key`: its Terraform name.
    placement: account and region.
    cluster_name: output of a `Cluster`.
    listener_arns, rule_arns: the listeners it moves traffic on, and the service's rules there.
    task_role_arns: the roles that its tasks start and run with.
    hook_arns: the functions that a deployment asks.
    """

    name: str
    key: str
    placement: Placement
    cluster_name: str
    listener_arns: Sequence[str]
    rule_arns: Sequence[str]
    task_role_arns: Sequence[str]
    hook_arns: Sequence[str] = ()


class CodeDeployRole(Construct):
    """A role for one deployment group alone, in place of `AWSCodeDeployRoleForECS`. Output: `arn`.

    AWS's policy passes any role of the account to tasks, invokes any function and changes any listener. This one names
    the service, its rules, its roles and its hooks; it reads no S3, since the AppSpec comes with the request.
    """

    def __init__(self, scope: Construct, id: str, props: CodeDeployRoleProps) -> None:
        super().__init__(scope, id)
        self.arn: str = service_role(
            self,
            terraform_name(props.key, "code_deploy"),
            physical_name=f"{props.name}-code-deploy",
            placement=props.placement,
            service="codedeploy",
            source_account=props.placement.account,
            source_arn=props.placement.arn("codedeploy", f"deploymentgroup:{props.name}/{props.name}"),
            statements=[*_tasks(props), *_traffic(props), *_watch(props), *_hooks(props)],
        ).arn


def _tasks(props: CodeDeployRoleProps) -> list[Statement]:
    cluster = props.placement.arn("ecs", f"cluster/{props.cluster_name}")
    service = props.placement.arn("ecs", f"service/{props.cluster_name}/{props.name}")
    return [
        Statement(
            sid="SwapTaskSets",
            actions=["ecs:DescribeServices", "ecs:UpdateServicePrimaryTaskSet"],
            resources=[service],
        ),
        Statement(
            sid="RemoveTaskSets",
            actions=["ecs:DeleteTaskSet"],
            resources=[props.placement.arn("ecs", f"task-set/{props.cluster_name}/{props.name}/*")],
        ),
        # Before it exists a task set has no ARN to name: AWS takes only `*`, and conditions.
        Statement(
            sid="CreateTaskSets",
            actions=["ecs:CreateTaskSet"],
            resources=["*"],
            conditions={"ArnEquals": {"ecs:cluster": cluster, "ecs:service": service}},
        ),
        Statement(
            sid="PassTaskRoles",
            actions=["iam:PassRole"],
            resources=list(props.task_role_arns),
            conditions={"StringEquals": {"iam:PassedToService": props.placement.service_principal("ecs-tasks")}},
        ),
    ]


def _traffic(props: CodeDeployRoleProps) -> list[Statement]:
    return [
        # Elastic Load Balancing has no resources to name for these actions: AWS takes only `*`.
        Statement(
            sid="FindTraffic",
            actions=[
                "elasticloadbalancing:DescribeListeners",
                "elasticloadbalancing:DescribeRules",
                "elasticloadbalancing:DescribeTargetGroups",
            ],
            resources=["*"],
        ),
        Statement(
            sid="MoveTraffic",
            actions=["elasticloadbalancing:ModifyListener", "elasticloadbalancing:ModifyRule"],
            resources=[*props.listener_arns, *props.rule_arns],
        ),
    ]


def _watch(props: CodeDeployRoleProps) -> list[Statement]:
    alarms = [props.placement.arn("cloudwatch", "alarm:*")]
    return [Statement(sid="WatchAlarms", actions=["cloudwatch:DescribeAlarms"], resources=alarms)]


def _hooks(props: CodeDeployRoleProps) -> list[Statement]:
    functions = sorted(set(props.hook_arns))
    return [Statement(sid="CallHooks", actions=["lambda:InvokeFunction"], resources=functions)] if functions else []
