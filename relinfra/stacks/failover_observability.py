"""The stack that tells of a failover, in the region where Route 53 publishes what its checks find."""

from __future__ import annotations

from relinfra.domain.names import service_name
from relinfra.matrix import Environment
from relinfra.matrix.failover import served_domains, switches_by_itself
from relinfra.matrix.models.formerly import named_after
from relinfra.stacks.scope import StackScope
from relinfra.stacks.service import ServiceStack
from relinfra.stacks.stack import EnvironmentStack
from relinfra_constructs.cdk import Construct
from relinfra_constructs.edge.failover_alarms import FailoverAlarms, FailoverAlarmsProps, metrics_region
from relinfra_constructs.key import EncryptionKey, EncryptionKeyProps
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.observability.topic import AlertTopic, AlertTopicProps, alert_key_services

__all__ = ["FailoverObservabilityStack"]


class FailoverObservabilityStack(EnvironmentStack):
    """Output: `topic`. `scope` is that of the recovery region; the stack lies where the metrics are."""

    def __init__(
        self, app: Construct, scope: StackScope, environment: Environment, home: ServiceStack, away: ServiceStack
    ) -> None:
        placement = scope.placement.in_region(metrics_region(scope.placement))
        super().__init__(app, scope, "failover", placement=placement)
        name = f"{scope.protected}-failover"
        key = EncryptionKeyProps(
            name=name,
            terraform_name="failover",
            description=f"Alerts of the failover of {scope.protected}",
            placement=placement,
            services=alert_key_services(placement),
        )
        self.topic = AlertTopic(
            self,
            "topic",
            AlertTopicProps(
                name=f"{name}-alerts",
                placement=placement,
                kms_key_arn=EncryptionKey(self, "key", key).arn,
                emails=environment.observability.notify,
            ),
        )
        for service, domain in served_domains(environment.services).items():
            props = FailoverAlarmsProps(
                name=service_name(f"{scope.protected}", named_after(service, environment.services[service])),
                key=terraform_name(service),
                domain=domain.name,
                home_check_id=home.region_checks[service].id,
                away_check_id=away.region_checks[service].id,
                topic_arn=self.topic.arn,
            )
            FailoverAlarms(self, f"alarms-{service}", props)

    @staticmethod
    def is_needed(environment: Environment) -> bool:
        """Return whether Route 53 moves anything by itself."""
        return switches_by_itself(environment) and bool(served_domains(environment.services))
