"""What each stage runs that is paid for whether or not it is used, side by side."""

from __future__ import annotations

from collections.abc import Callable

from relinfra.evidence import Fact, Node
from relinfra.plan.model import Line, Row, Table
from relinfra.plan.say import label, say
from relinfra.plan.sections.documented import documented

__all__ = ["costs"]

_Lines = tuple[Line, ...]


def costs(stages: tuple[Node, ...]) -> Table | None:
    """Return the choices that decide what a stage costs, or None where nothing is deployed."""
    rows = tuple(_row(stages, name, told) for name, told in _CHOICES)
    if not stages:
        return None
    named = (say("environments.paid", stage.id, stage=stage.fact("stage")) for stage in stages)
    return Table((label("environments.heading.choice"), *named), tuple(row for row in rows if row))


def _row(stages: tuple[Node, ...], name: str, told: Callable[[Node], _Lines]) -> Row | None:
    cells = [told(stage) for stage in stages]
    if not any(cells):
        return None
    return Row((((label(f"cost.{name}.name"),),), *(cell or ((label("none"),),) for cell in cells)))


def _one(name: str, place: str) -> Callable[[Node], _Lines]:
    """Return how one fact of a stage is told; that it is nothing is told too, for it is a choice."""

    def told(stage: Node) -> _Lines:
        fact = stage.fact(place)
        existing = stage.fact("network.existing")
        if fact is None and existing and place.startswith("network."):
            return ((say("cost.existing", f"{stage.id}.{name}", vpc=existing),),)
        if fact is None:
            return ()
        key = f"cost.{name}.value" if fact.value else "cost.nothing"
        return ((say(key, f"{stage.id}.{name}", found=fact),),)

    return told


def _tasks(stage: Node) -> _Lines:
    return tuple(_of_service(service) for service in stage.nodes("service") if service.fact("tasks_min"))


def _of_service(service: Node) -> Line:
    spot, base = service.fact("spot_percent"), service.fact("on_demand_base")
    line = [say("cost.tasks.value", service.id, name=service.fact("name"), **_size(service))]
    if spot:
        line.append(say("cost.tasks.spot", service.id, spot=spot, base=base))
    if namespace := service.fact("connect.namespace"):
        given = {name: documented(service, f"proxy_{name}") for name in ("cpu", "memory")}
        line.append(say("cost.tasks.proxy", service.id, namespace=namespace, **given))
    return tuple(line)


def _size(service: Node) -> dict[str, Fact | None]:
    return {name: service.fact(name) for name in ("tasks_min", "tasks_max", "cpu", "memory", "architecture")}


def _databases(stage: Node) -> _Lines:
    return tuple(line for database in stage.nodes("database") for line in (*_main(database), *_replicas(database)))


def _main(database: Node) -> _Lines:
    instances = database.fact("instances")
    if not instances:
        return (_database(database),) if database.fact("class") else ()
    low, high, identifier = (database.fact(name) for name in ("acu_min", "acu_max", "identifier"))
    key = "cost.databases.cluster" if high else "cost.databases.instances"
    return ((say(key, database.id, identifier=identifier, low=low, high=high, instances=instances),),)


def _replicas(database: Node) -> _Lines:
    return tuple(
        (say("cost.databases.replica", one.id, identifier=one.fact("identifier"), size=one.fact("class")),)
        for one in database.nodes("replica")
    )


def _database(database: Node) -> Line:
    about, zones = database.id, database.fact("multi_az")
    given = {"identifier": database.fact("identifier"), "size": database.fact("class")}
    line = [say("cost.databases.value", about, storage=database.fact("storage_gib"), **given)]
    if zones:
        line.append(say("cost.databases.two" if zones.value else "cost.databases.one", about, zones=zones))
    return tuple(line)


def _snapshots(stage: Node) -> _Lines:
    return tuple(
        (say("cost.snapshots.value", plan.id, kept=plan.fact("kept") or plan.fact("kept_days")),)
        for plan in stage.nodes("snapshots")
        if plan.fact("kept") or plan.fact("kept_days")
    )


def _logs(stage: Node) -> _Lines:
    """Return how long logs are kept; one line where all groups agree."""
    groups = stage.nodes("log_group")
    days = tuple(fact for group in groups if (fact := group.fact("retention_days")))
    if len(days) == len(groups) > 0 and len({fact.value for fact in days}) == 1:
        return ((say("cost.logs.same", stage.id, days=days[0], groups=days),),)
    return tuple(
        (say("cost.logs.each", group.id, name=group.fact("name"), days=group.fact("retention_days")),)
        for group in groups
    )


def _checks(stage: Node) -> _Lines:
    return tuple(
        (say("cost.checks.value", check.id, name=check.fact("name"), interval=interval),)
        for check in stage.nodes("check")
        if (interval := check.fact("interval_minutes") or check.fact("schedule"))
    )


def _recovery(stage: Node) -> _Lines:
    region, running = stage.fact("recovery.region"), stage.fact("recovery.running")
    if not region:
        return ()
    if not (running and running.value):
        return ((say("cost.recovery.copies", stage.id, region=region, running=running),),)
    plan = stage.node("recovery")
    gateways = plan.fact("network.nat_gateways")
    opening = say("cost.recovery.value", stage.id, region=region, running=running, gateways=gateways)
    services = (service for service in plan.nodes("service") if service.fact("tasks_min"))
    return ((opening,), *((say("cost.recovery.tasks", service.id, **_tasks_of(service)),) for service in services))


def _tasks_of(service: Node) -> dict[str, Fact | None]:
    return {"name": service.fact("name"), "low": service.fact("tasks_min"), "high": service.fact("tasks_max")}


_CHOICES: tuple[tuple[str, Callable[[Node], _Lines]], ...] = (
    ("nat_gateways", _one("nat_gateways", "network.nat_gateways")),
    ("interface_endpoints", _one("interface_endpoints", "network.interface_endpoints")),
    ("tasks", _tasks),
    ("databases", _databases),
    ("snapshots", _snapshots),
    ("logs", _logs),
    ("insights", _one("insights", "container_insights")),
    ("firewalls", _one("firewalls", "load_balancer.firewalls")),
    ("checks", _checks),
    ("recovery", _recovery),
)
