"""Tasks that stop though nobody asked them to: counted, and their reasons kept.

ECS tells EventBridge of every change of a task, and itself forgets why one stopped after an hour. Its own throttling of
starts, and the event that goes with it, are for tasks that never run, not for those that start and break.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html

EventBridge counts for each rule how often it invoked a target (`Invocations`), and says nothing while it does not.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.iam import Statement, document
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["StoppedTasks", "StoppedTasksProps", "stopped_tasks_log_group"]

_BY_ITSELF = ("EssentialContainerExited", "TaskFailedToStart")
"""https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html"""
_UNWELL = "Task failed"
"""How ECS begins the reason of a task that it replaces for a health check: of a load balancer, or of a container.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
"""


class StoppedTasksProps(Props):
    """Props of the record of stopped tasks: the cluster, its services, and the days reasons are kept.

    name: physical name of the cluster; the log group is `stopped_tasks_log_group(name)`.
    placement: account and region.
    services: physical names of the services by their Terraform names, such as `web`.
    key_arn: a KMS key that lets CloudWatch Logs encrypt the log group.
    log_retention_days: how long reasons are kept, one of the values CloudWatch Logs offers.
    """

    name: str
    placement: Placement
    services: Mapping[str, str]
    key_arn: str
    log_retention_days: int


def stopped_tasks_log_group(name: str) -> str:
    """Return the name of the log group of the tasks that stopped in a cluster."""
    return f"/aws/events/{name}-stopped-tasks"


class StoppedTasks(Construct):
    """A rule for each service that hears of tasks that broke, and one log group for all of them.

    What a deployment, scaling or a person stops is not heard of. Outputs: `rule_names` by the keys of `services`.
    """

    def __init__(self, scope: Construct, id: str, props: StoppedTasksProps) -> None:
        super().__init__(scope, id)
        self._props = props
        group = aws.CloudwatchLogGroup(
            self,
            "stopped_tasks",
            name=stopped_tasks_log_group(props.name),
            retention_in_days=props.log_retention_days,
            kms_key_id=props.key_arn,
        )
        permission = aws.CloudwatchLogResourcePolicy(
            self,
            "stopped_tasks",
            policy_name=f"{props.name}-stopped-tasks",
            policy_document=document(_delivery(props.placement, stopped_tasks_log_group(props.name))),
        )
        self.rule_names: Mapping[str, str] = {
            key: self._rule(key, name, group, permission) for key, name in props.services.items()
        }

    def _rule(
        self, key: str, service: str, group: aws.CloudwatchLogGroup, permission: aws.CloudwatchLogResourcePolicy
    ) -> str:
        name = terraform_name(key, "stopped")
        rule = aws.CloudwatchEventRule(
            self,
            name,
            name=f"{service}-stopped",
            description=f"A task of {service} stopped, and nobody asked it to",
            event_pattern=json.dumps(self._pattern(service), sort_keys=True, separators=(",", ":")),
        )
        aws.CloudwatchEventTarget(
            self, name, rule=rule.name, target_id="reasons", arn=group.arn, depends_on=[permission]
        )
        return rule.name

    def _pattern(self, service: str) -> dict[str, object]:
        cluster = self._props.placement.arn("ecs", f"cluster/{self._props.name}")
        return {
            "source": ["aws.ecs"],
            "detail-type": ["ECS Task State Change"],
            "detail": {
                "clusterArn": [cluster],
                "group": [f"service:{service}"],
                "lastStatus": ["STOPPED"],
                "$or": [{"stopCode": list(_BY_ITSELF)}, {"stoppedReason": [{"prefix": _UNWELL}]}],
            },
        }


def _delivery(placement: Placement, group_name: str) -> Statement:
    # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-cloudwatchlogs-permissions
    services = [placement.service_principal(name) for name in ("delivery.logs", "events")]
    return Statement(
        sid="DeliverStoppedTasks",
        actions=["logs:CreateLogStream", "logs:PutLogEvents"],
        resources=[placement.arn("logs", f"log-group:{group_name}:*")],
        principals={"Service": services},
    )
