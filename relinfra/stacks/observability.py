"""The observability stack: who is told what, and the page they open then."""

from __future__ import annotations

from relinfra.domain.names import service_name
from relinfra.matrix import Environment
from relinfra.matrix.models.formerly import named_after
from relinfra.stacks.copies import watch_copies
from relinfra.stacks.data import DataStack
from relinfra.stacks.databases import engines_of
from relinfra.stacks.event_alerts import EventAlerts, watch_restart
from relinfra.stacks.scope import StackScope
from relinfra.stacks.service import ServiceStack
from relinfra.stacks.stack import EnvironmentStack
from relinfra.stacks.synthetics import SyntheticChecks, synthetic_log_groups
from relinfra_constructs.cdk import Construct
from relinfra_constructs.key import EncryptionKey, EncryptionKeyProps, logs_service
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.observability.balancer_alarm import BalancerAlarm, BalancerAlarmProps
from relinfra_constructs.observability.budget import Budget, BudgetProps
from relinfra_constructs.observability.dashboard import Dashboard, DashboardProps, ServicePanel
from relinfra_constructs.observability.service_alarms import ServiceAlarms, ServiceAlarmsProps, ServiceThresholds
from relinfra_constructs.observability.stopped_tasks import (
    StoppedTasks,
    StoppedTasksProps,
    stopped_tasks_log_group,
)
from relinfra_constructs.observability.topic import (
    AlertTopic,
    AlertTopicProps,
    alert_key_services,
    rule_key_service,
)

__all__ = ["ObservabilityStack"]


class ObservabilityStack(EnvironmentStack):
    """Output: `topic`, the alerts' SNS topic."""

    def __init__(
        self,
        app: Construct,
        scope: StackScope,
        environment: Environment,
        service: ServiceStack,
        data: DataStack | None = None,
    ) -> None:
        super().__init__(app, scope, "observability")
        self._data = data
        self._environment = environment
        self._service = service
        self._engines = engines_of(scope, environment.databases)
        self._events = EventAlerts(scope, environment, service.restarted)
        self._key_arn = self._key()
        self.topic = self._topic()
        self._events.add(self, self.topic.arn)
        self._synthetics = SyntheticChecks(self, scope, environment, self._key_arn)
        self._stopped = self._stopped_tasks()
        services = [self._service_alarms(key) for key in environment.services]
        self._dashboard(
            [*(alarms.composite_arn for alarms in services), *self._watch_balancer(), *self._watch_databases()]
        )
        self._budget()

    def _key(self) -> str:
        name, placement = self.scope.name, self.scope.placement
        groups = [stopped_tasks_log_group(name), *synthetic_log_groups(self.scope, self._environment)]
        props = EncryptionKeyProps(
            name=f"{name}-observability",
            terraform_name="observability",
            description=f"Alerts of {name}",
            placement=placement,
            services=[
                *alert_key_services(placement),
                *([rule_key_service(placement, self._topic_name)] if self._events.rule_arns else []),
                logs_service(placement, *groups),
            ],
        )
        return EncryptionKey(self, "key", props).arn

    @property
    def _topic_name(self) -> str:
        return f"{self.scope.name}-alerts"

    def _topic(self) -> AlertTopic:
        props = AlertTopicProps(
            name=self._topic_name,
            placement=self.scope.placement,
            kms_key_arn=self._key_arn,
            emails=self._environment.observability.notify,
            rule_arns=self._events.rule_arns,
        )
        return AlertTopic(self, "topic", props)

    def _stopped_tasks(self) -> StoppedTasks:
        props = StoppedTasksProps(
            name=self.scope.name,
            placement=self.scope.placement,
            services={terraform_name(key): self._name(key) for key in self._environment.services},
            key_arn=self._key_arn,
            log_retention_days=self._environment.observability.log_retention_days,
        )
        return StoppedTasks(self, "stopped-tasks", props)

    def _watch_balancer(self) -> list[str]:
        answering = [one.metrics for one in self._service.services.values() if one.metrics]
        if self._service.load_balancer is None or len(answering) == 1:
            return []
        props = BalancerAlarmProps(
            name=self.scope.name,
            load_balancer=self._service.load_balancer.arn_suffix,
            error_rate_percent=self._environment.observability.alerts.error_rate_percent,
            topic_arn=self.topic.arn,
        )
        return [BalancerAlarm(self, "alarm-load-balancer", props).arn]

    def _watch_databases(self) -> list[str]:
        own = [arn for engine in self._engines.values() for arn in engine.watch(self, self.topic.arn)]
        if self._data is None:
            return own
        return [*own, *watch_copies(self, self._environment, self._data.databases, topic_arn=self.topic.arn)]

    def _name(self, key: str) -> str:
        return service_name(self.scope.name, named_after(key, self._environment.services[key]))

    def _service_alarms(self, key: str) -> ServiceAlarms:
        service, alerts = self._service.services[key], self._environment.observability.alerts
        props = ServiceAlarmsProps(
            name=self._name(key),
            key=terraform_name(key),
            cluster_name=self.scope.name,
            service_name=self._name(key),
            metrics=service.metrics,
            thresholds=ServiceThresholds(
                error_rate_percent=alerts.error_rate_percent, p95_latency_ms=alerts.p95_latency_ms
            ),
            topic_arn=self.topic.arn,
            rollback_alarm_names=service.rollback_alarm_names,
            further_alarm_names=[*self._synthetics.alarm_names.get(key, ()), *self._restart_alarm(key)],
            always_runs=self._environment.services[key].scaling.least > 0,
            stopped_rule_name=self._stopped.rule_names[terraform_name(key)],
        )
        return ServiceAlarms(self, f"alarms-{key}", props)

    def _restart_alarm(self, key: str) -> list[str]:
        return (
            [watch_restart(self, self.scope, key, named_after(key, self._environment.services[key]))]
            if key in self._service.restarted
            else []
        )

    def _dashboard(self, alarm_arns: list[str]) -> None:
        alerts = self._environment.observability.alerts
        props = DashboardProps(
            name=self.scope.name,
            region=self.scope.placement.region,
            alarm_arns=alarm_arns,
            services=[
                ServicePanel(
                    title=key,
                    cluster_name=self.scope.name,
                    service_name=self._name(key),
                    metrics=service.metrics,
                    error_rate_percent=alerts.error_rate_percent,
                    p95_latency_ms=alerts.p95_latency_ms,
                    canary_name=self._synthetics.canary_names.get(key),
                )
                for key, service in self._service.services.items()
            ],
            databases=[engine.panel() for engine in self._engines.values()],
        )
        Dashboard(self, "dashboard", props)

    def _budget(self) -> None:
        budget = self._environment.budget
        if budget is None or not self._owns_budget:
            return
        props = BudgetProps(
            name=f"{self.scope.name}-monthly",
            monthly_usd=budget.monthly_usd,
            alert_at_percent=budget.alert_at_percent,
            topic_arn=self.topic.arn,
        )
        Budget(self, "budget", props)

    @property
    def _owns_budget(self) -> bool:
        # A budget counts all regions of the account: one an environment is enough.
        return self.scope.primary
