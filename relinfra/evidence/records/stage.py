"""Stages: an environment in one region, with everything that stands there."""

from __future__ import annotations

from collections.abc import Iterable

from relinfra.evidence.fact import Fact, value_of
from relinfra.evidence.record import Record, figure, part, parts, text, texts
from relinfra.evidence.records.alarm import Alarm, Check, CompositeAlarm, Dashboard, EventAlert, LogGroup, Topic
from relinfra.evidence.records.compose import Compose
from relinfra.evidence.records.database import AuroraCluster, RdsInstance, database
from relinfra.evidence.records.network import Edge, Firewall, LoadBalancer, Network
from relinfra.evidence.records.paid import Paid
from relinfra.evidence.records.recovery import Recovery
from relinfra.evidence.records.secret import Secret
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.storage import Bucket, LogBucket, Snapshots

__all__ = ["Approval", "Budget", "Roles", "Stage"]


class Approval(Record):
    """The approval that lets a release into a stage."""

    reviewers = texts()
    wait_minutes = figure("minutes")


class Budget(Record):
    """A budget, and the shares of it at which somebody is told."""

    name = text(at="name")
    limit = figure(at="limit_amount", source="monthly_usd")
    currency = text(at="limit_unit")
    period = text()
    alerts = texts("percent", source="alert_at_percent")


class Roles(Record):
    """The IAM roles of the stacks, and how many of them carry a permissions boundary."""

    boundaries = texts()
    bound = figure("roles")
    unbound = figure("roles")


class Stage(Record):
    """An environment in one region; one that is not deployed to AWS has no region."""

    name = text("stage")
    regional_name = text()
    """The name with the region, where the environment stands in several."""
    target = text()
    purpose = text()
    local_database = text("database")
    region = text(source="region")
    account = text(source="account")
    container_insights = text()
    literal_secrets = texts()
    """What holds a value that looks like a secret, by its place: never the value."""
    approval = part(Approval)
    compose = part(Compose)
    network = part(Network)
    load_balancer = part(LoadBalancer)
    edge = part(Edge)
    recovery = part(Recovery)
    roles = part(Roles)
    paid = part(Paid)
    services = parts(Service, "service")
    unread_secrets = parts(Secret, "unread_secret")
    alarms = parts(Alarm, "alarm")
    composite_alarms = parts(CompositeAlarm, "composite_alarm")
    event_alerts = parts(EventAlert, "event_alert")
    topics = parts(Topic, "topic")
    log_groups = parts(LogGroup, "log_group")
    dashboards = parts(Dashboard, "dashboard")
    checks = parts(Check, "check")
    databases = parts(database, "database", kinds=(RdsInstance, AuroraCluster))
    buckets = parts(Bucket, "bucket")
    log_buckets = parts(LogBucket, "log_bucket")
    snapshots = parts(Snapshots, "snapshots")
    firewalls = parts(Firewall, "firewall")
    budgets = parts(Budget, "budget")

    @property
    def environment(self) -> str:
        """The environment that it is, whatever its region."""
        return self.id.partition("@")[0]

    @property
    def title(self) -> Fact[str] | None:
        """The name that tells it from every other stage: its environment, with the region where there are several."""
        return self.regional_name or self.name

    @property
    def environment_approval(self) -> Approval:
        """The approval of its environment: one lets a release into all its regions."""
        return Stage(self.facts, self.environment).approval

    @property
    def primary(self) -> bool:
        """Whether it stands in the region of its environment, and not in a further one."""
        return "@" not in self.id

    def alarms_named(self, names: Iterable[str]) -> tuple[Alarm, ...]:
        """Return its alarms with these names in AWS, in the order of the names; one of other stacks is left out."""
        alarms = self.facts.remember(("alarms", self.id), lambda: {value_of(one.name): one for one in self.alarms})
        return tuple(alarms[name] for name in names if name in alarms)

    def alarms_of(self, service: Service) -> tuple[Alarm, ...]:
        """Return the alarms that watch a service, by its name."""
        name = value_of(service.name)
        return self.facts.remember(("alarms of services", self.id), self._by_service).get(name, ())

    def composite_over(self, alarm: Alarm) -> CompositeAlarm | None:
        """Return the first composite alarm over an alarm that publishes to a topic, or None."""
        return self.facts.remember(("composite alarms", self.id), self._by_covered).get(alarm.key)

    def alert_named(self, name: str) -> EventAlert | None:
        """Return its alert with this name in AWS, or None."""
        alerts = self.facts.remember(
            ("alerts", self.id), lambda: {value_of(one.name): one for one in reversed(self.event_alerts)}
        )
        return alerts.get(name)

    def _by_service(self) -> dict[str | None, tuple[Alarm, ...]]:
        found: dict[str | None, list[Alarm]] = {}
        for alarm in self.alarms:
            found.setdefault(value_of(alarm.service), []).append(alarm)
        return {name: tuple(alarms) for name, alarms in found.items()}

    def _by_covered(self) -> dict[str, CompositeAlarm]:
        telling = [one for one in reversed(self.composite_alarms) if one.notifies]
        return {key: composite for composite in telling for key in value_of(composite.covers) or ()}
