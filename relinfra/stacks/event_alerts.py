"""Alerts on what is an event and no metric: automation and deployments that failed.

A release that fails is told of by the pipeline too; nobody waits for a deployment that a changed secret began.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relinfra.domain.names import service_name
from relinfra.matrix import CodeDeploy
from relinfra.matrix.models.formerly import named_after
from relinfra_constructs.ecs.secret_restart import restart_name
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.observability.delivery_alarm import DeliveryAlarm, DeliveryAlarmProps
from relinfra_constructs.observability.event_alert import EventAlert, EventAlertProps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relinfra.matrix import Environment
    from relinfra.stacks.scope import StackScope
    from relinfra_constructs.cdk import Construct

__all__ = ["EventAlerts", "watch_restart"]

_UNDELIVERED = "undelivered_alerts"


@dataclass(frozen=True, kw_only=True)
class _Failure:
    """Something that fails: its Terraform name, what its events are, and what people read."""

    key: str
    description: str
    pattern: Mapping[str, Any]
    paths: Mapping[str, str]
    message: str


@dataclass(frozen=True)
class EventAlerts:
    """The events of an environment in one region; `restarted` are the services that are restarted after a change."""

    scope: StackScope
    environment: Environment
    restarted: Sequence[str]

    @property
    def rule_arns(self) -> list[str]:
        """The ARNs of the rules, which the topic has to admit."""
        return [self.scope.placement.arn("events", f"rule/{self._named(one.key)}") for one in self._failures()]

    def add(self, stack: Construct, topic_arn: str) -> None:
        """Add the rules, and an alarm on events that did not reach the topic."""
        alerts = [EventAlert(stack, f"event-{one.key}", self._props(one, topic_arn)) for one in self._failures()]
        if not alerts:
            return
        props = DeliveryAlarmProps(
            name=self._named(_UNDELIVERED),
            key=_UNDELIVERED,
            description="An automation or a deployment failed, and EventBridge could not tell of it.",
            rule_names=[alert.rule_name for alert in alerts],
            topic_arn=topic_arn,
        )
        DeliveryAlarm(stack, _UNDELIVERED, props)

    def _named(self, key: str) -> str:
        return f"{self.scope.name}-{key.replace('_', '-')}"

    def _props(self, failure: _Failure, topic_arn: str) -> EventAlertProps:
        return EventAlertProps(
            name=self._named(failure.key),
            key=failure.key,
            description=failure.description,
            pattern=failure.pattern,
            paths=failure.paths,
            message=failure.message,
            topic_arn=topic_arn,
        )

    def _failures(self) -> Iterator[_Failure]:
        services = self.environment.services
        by_code_deploy = [key for key, one in services.items() if isinstance(one.deployment, CodeDeploy)]
        if self.restarted:
            yield self._restarts()
        if by_ecs := [key for key in services if key not in by_code_deploy]:
            yield self._deployments(by_ecs)
        if by_code_deploy:
            yield self._code_deployments(by_code_deploy)

    def _restarts(self) -> _Failure:
        """Return executions of the documents that replace tasks.

        https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html
        """
        arn, names = self.scope.placement.arn, [restart_name(self._service(key)) for key in self.restarted]
        return _Failure(
            key="failed_restarts",
            description="Tasks were not replaced after a change of their secrets",
            pattern={
                "source": ["aws.ssm"],
                "detail-type": ["EC2 Automation Execution Status-change Notification"],
                "resources": [{"prefix": arn("ssm", f"automation-definition/{name}:")} for name in names],
                "detail": {"Status": ["Cancelled", "Failed", "TimedOut"]},
            },
            paths={"document": "$.detail.Definition", "execution": "$.detail.ExecutionId", "status": "$.detail.Status"},
            message="Tasks keep the former value of a secret: automation <document> ended as <status> "
            f"in {self.scope.placement.region} (execution <execution>). Deploy the service anew.",
        )

    def _deployments(self, keys: Sequence[str]) -> _Failure:
        """Return deployments that ECS stopped.

        https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
        """
        services = [f"service/{self.scope.name}/{self._service(key)}" for key in keys]
        return _Failure(
            key="failed_deployments",
            description="ECS stopped a deployment",
            pattern={
                "source": ["aws.ecs"],
                "detail-type": ["ECS Deployment State Change"],
                "resources": [self.scope.placement.arn("ecs", service) for service in services],
                "detail": {"eventName": ["SERVICE_DEPLOYMENT_FAILED"]},
            },
            paths={"service": "$.resources[0]", "reason": "$.detail.reason"},
            message="ECS stopped a deployment of <service>: <reason>. The tasks of before go on.",
        )

    def _code_deployments(self, keys: Sequence[str]) -> _Failure:
        """Return deployments that CodeDeploy ended without success.

        https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html
        """
        return _Failure(
            key="failed_code_deploy",
            description="A deployment of CodeDeploy failed or was stopped",
            pattern={
                "source": ["aws.codedeploy"],
                "detail-type": ["CodeDeploy Deployment State-change Notification"],
                "detail": {"application": [self._service(key) for key in keys], "state": ["FAILURE", "STOP"]},
            },
            paths={
                "application": "$.detail.application",
                "deployment": "$.detail.deploymentId",
                "state": "$.detail.state",
            },
            message="Deployment <deployment> of <application> by CodeDeploy: <state>.",
        )

    def _service(self, key: str) -> str:
        return service_name(self.scope.name, named_after(key, self.environment.services[key]))


def watch_restart(stack: Construct, scope: StackScope, key: str, named: str) -> str:
    """Watch that what replaces the tasks of the service `key` is started; return the name of the alarm.

    `named` is the key that its names in AWS are made of.
    """
    service = service_name(scope.name, named)
    props = DeliveryAlarmProps(
        name=f"{restart_name(service)}-unheard",
        key=terraform_name(key, "secrets_unheard"),
        description=f"A secret of {service} changed, and what replaces its tasks could not be started.",
        rule_names=[restart_name(service)],
    )
    return DeliveryAlarm(stack, f"restart-{key}", props).alarm_name
