"""Costs: what each stage runs that is paid for whether or not it is used, side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from relinfra.evidence import Fact
from relinfra.evidence.records.alarm import LogGroup
from relinfra.evidence.records.database import AuroraCluster, RdsInstance
from relinfra.evidence.records.paid import Paid
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Line, Row, Table
from relinfra.plan.say import label, say
from relinfra.plan.sections.aws_documentation import documented
from relinfra.plan.sections.log_groups import log_group

__all__ = ["costs"]

_Lines = tuple[Line, ...]


def costs(stages: tuple[Stage, ...]) -> Table | None:
    """Return the choices that decide what a stage costs, or None where nothing is deployed."""
    if not stages:
        return None
    rows = (_row(stages, name, described) for name, described in _CHOICES)
    named = (say("environments.paid", stage.id, stage=stage.title) for stage in stages)
    return Table((label("environments.heading.choice"), *named), tuple(row for row in rows if row))


def _row(stages: tuple[Stage, ...], name: str, described: Callable[[Stage], _Lines]) -> Row | None:
    cells = [described(stage) for stage in stages]
    if not any(cells):
        return None
    return Row((((label(f"cost.{name}.name"),),), *(cell or ((label("none"),),) for cell in cells)))


def _of_network(stage: Stage, name: str, fact: Fact | None) -> _Lines:
    """Return a choice of the network; that the VPC was there before is said where the choice is not known."""
    existing = stage.network.existing
    if fact is None and existing:
        return ((say("cost.existing", f"{stage.id}.{name}", vpc=existing),),)
    return _choice(stage, name, fact)


def _choice(stage: Stage, name: str, fact: Fact | None) -> _Lines:
    """Return what was chosen; that it is nothing is said too, for it is a choice."""
    if fact is None:
        return ()
    key = f"cost.{name}.value" if fact.value else "cost.nothing"
    return ((say(key, f"{stage.id}.{name}", found=fact),),)


def _tasks(stage: Stage) -> _Lines:
    return tuple(_of_service(service) for service in stage.services if service.tasks_min)


def _of_service(service: Service) -> Line:
    line = [
        say(
            "cost.tasks.value",
            service.id,
            name=service.name,
            tasks_min=service.tasks_min,
            tasks_max=service.tasks_max,
            cpu=service.cpu,
            memory=service.memory,
            architecture=service.architecture,
        )
    ]
    if service.ephemeral_storage_gib:
        line.append(say("cost.tasks.disk", service.id, disk=service.ephemeral_storage_gib))
    if service.spot_percent:
        line.append(say("cost.tasks.spot", service.id, spot=service.spot_percent, base=service.on_demand_base))
    if namespace := service.connect.namespace:
        aws = documented(service)
        line.append(
            say("cost.tasks.proxy", service.id, namespace=namespace, cpu=aws.proxy_cpu, memory=aws.proxy_memory)
        )
    return tuple(line)


def _databases(stage: Stage) -> _Lines:
    lines: list[Line] = []
    for database in stage.databases:
        match database:
            case RdsInstance():
                lines += _instances(database)
            case AuroraCluster():
                lines.append(_cluster(database))
            case _:
                assert_never(database)
    return tuple(lines)


def _cluster(cluster: AuroraCluster) -> Line:
    low, high = cluster.acu_min, cluster.acu_max
    key = "cost.databases.cluster" if high else "cost.databases.instances"
    given = {"identifier": cluster.identifier, "low": low, "high": high, "instances": cluster.instances}
    return (say(key, cluster.id, **given),)


def _instances(database: RdsInstance) -> _Lines:
    """Return an instance and those that follow it, a line each."""
    replicas = tuple(
        (say("cost.databases.replica", replica.id, identifier=replica.identifier, size=replica.instance_class),)
        for replica in database.replicas
    )
    return (_instance(database), *replicas) if database.instance_class else replicas


def _instance(database: RdsInstance) -> Line:
    about, zones = database.id, database.multi_az
    given = {"identifier": database.identifier, "size": database.instance_class}
    line = [say("cost.databases.value", about, storage=database.storage_gib, **given)]
    if zones:
        line.append(say("cost.databases.two" if zones.value else "cost.databases.one", about, zones=zones))
    return tuple(line)


def _snapshots(stage: Stage) -> _Lines:
    return tuple(
        (say("cost.snapshots.value", plan.id, kept=kept),)
        for plan in stage.snapshots
        if (kept := plan.kept or plan.kept_days)
    )


def _logs(stage: Stage) -> _Lines:
    """Return how long logs are kept; one line where all groups agree."""
    groups = stage.log_groups
    days = LogGroup.retention_days.each(groups)
    if len(days) == len(groups) > 0 and len({fact.value for fact in days}) == 1:
        return ((say("cost.logs.same", stage.id, days=days[0], groups=days),),)
    return tuple((log_group("cost.logs.each", group, days=group.retention_days),) for group in groups)


def _checks(stage: Stage) -> _Lines:
    return tuple(
        (say("cost.checks.value", check.id, name=check.name, interval=interval),)
        for check in stage.checks
        if not check.idle
        if (interval := check.interval_minutes or check.schedule)
    )


def _measurements(stage: Stage) -> _Lines:
    """Return what a document of Systems Manager measures, and publishes as a metric of its own."""
    watches = [watch for plan in stage.snapshots for watch in plan.watches]
    watches += [database.watch for database in stage.recovery.databases]
    return tuple(
        (say("cost.measurements.value", watch.id, alarm=watch.alarm, measured=watch.measured),)
        for watch in watches
        if watch.alarm and watch.measured
    )


def _failover(stage: Stage) -> _Lines:
    """Return the health checks that Route 53 makes of both regions; AWS bills each, and more for HTTPS."""
    return tuple(
        (say("cost.failover.value", side.id, asks=side.asks, interval=side.interval_seconds),)
        for name in stage.recovery.names
        for side in (name.home, name.away)
        if side.asks and side.interval_seconds
    )


def _recovery(stage: Stage) -> _Lines:
    recovery = stage.recovery
    region, running = recovery.region, recovery.running
    if not region:
        return ()
    if not (running and running.value):
        return ((say("cost.recovery.copies", stage.id, region=region, running=running),),)
    gateways = recovery.network.nat_gateways
    opening = say("cost.recovery.value", stage.id, region=region, running=running, gateways=gateways)
    tasks = (
        say("cost.recovery.tasks", service.id, name=service.name, low=service.tasks_min, high=service.tasks_max)
        for service in recovery.services
        if service.tasks_min
    )
    return ((opening,), *((line,) for line in tasks))


def _counted(name: str) -> tuple[str, Callable[[Stage], _Lines]]:
    """Return the row of what is told by how many there are."""
    field = next(one for one in Paid.fields() if one.name == name)
    return name, lambda stage: _found(stage, name, field.of(stage.paid))


def _found(stage: Stage, name: str, fact: Fact | None) -> _Lines:
    return ((say(f"cost.{name}.value", f"{stage.id}.{name}", found=fact),),) if fact else ()


_CHOICES: tuple[tuple[str, Callable[[Stage], _Lines]], ...] = (
    ("nat_gateways", lambda stage: _of_network(stage, "nat_gateways", stage.network.nat_gateways)),
    ("interface_endpoints", lambda stage: _of_network(stage, "interface_endpoints", stage.network.interface_endpoints)),
    _counted("addresses"),
    _counted("load_balancers"),
    ("tasks", _tasks),
    ("databases", _databases),
    ("snapshots", _snapshots),
    _counted("buckets"),
    _counted("keys"),
    _counted("secrets"),
    _counted("automations"),
    ("logs", _logs),
    ("insights", lambda stage: _choice(stage, "insights", stage.container_insights)),
    ("firewalls", lambda stage: _choice(stage, "firewalls", stage.load_balancer.firewalls)),
    _counted("alarms"),
    _counted("dashboards"),
    ("checks", _checks),
    ("measurements", _measurements),
    ("failover", _failover),
    ("recovery", _recovery),
)
