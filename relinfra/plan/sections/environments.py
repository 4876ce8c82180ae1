"""Section 1: the stages, side by side."""

from __future__ import annotations

from relinfra.evidence import Facts, Node
from relinfra.plan.model import Block, Line, Paragraph, Row, Section, Subheading, Table
from relinfra.plan.say import label, say
from relinfra.plan.sections.costs import costs
from relinfra.plan.sections.differences import differences
from relinfra.plan.sections.documented import documented
from relinfra.plan.stages import deployed, stages

__all__ = ["data_of", "environments", "place_of", "runtime_of"]

_HEADINGS = ("stage", "place", "runtime", "data", "purpose")


def environments(facts: Facts) -> Section:
    """Return the section."""
    headings = tuple(label(f"environments.heading.{name}") for name in _HEADINGS)
    table = Table(headings, tuple(_row(stage) for stage in stages(facts)))
    blocks: list[Block] = [Paragraph(_order(facts)), table]
    compared = differences(deployed(facts))
    if compared:
        blocks += [Subheading((label("environments.differences"),)), compared]
    paid = costs(deployed(facts))
    if paid:
        blocks += [Subheading((label("environments.costs"),)), paid]
    return Section("environments", 1, tuple(blocks))


def _order(facts: Facts) -> Line:
    promotion = facts.get("project.promotion")
    line = [say("environments.promotion", promotion=promotion)] if promotion else []
    for stage in stages(facts):
        reviewers, minutes = stage.fact("approval.reviewers"), stage.fact("approval.wait_minutes")
        if reviewers:
            line.append(say("environments.approval", stage.id, stage=stage.fact("stage"), reviewers=reviewers))
        if minutes and minutes.value:
            line.append(say("environments.wait", stage.id, stage=stage.fact("stage"), minutes=minutes))
    return tuple(line)


def _row(stage: Node) -> Row:
    name = say("environments.stage", stage.id, stage=stage.fact("stage"))
    purpose = stage.fact("purpose")
    aim = say("environments.purpose", stage.id, purpose=purpose) if purpose else label("environments.no_purpose")
    cells = _placed(stage) if stage.fact("region") else _local(stage)
    return Row((((name,),), *cells, ((aim,),)))


def _placed(stage: Node) -> tuple[tuple[Line, ...], ...]:
    return place_of(stage), runtime_of(stage), data_of(stage)


def _local(stage: Node) -> tuple[tuple[Line, ...], ...]:
    target, database = stage.fact("target"), stage.fact("database")
    data = (say("environments.local_data", stage.id, database=database),) if database else (label("none"),)
    place = say("environments.local_place", stage.id, target=target) if target else label("none")
    return ((place,),), ((label("environments.local_runtime"),),), (data,)


def place_of(stage: Node) -> tuple[Line, ...]:
    """Return where a stage runs."""
    line = [say("environments.place", stage.id, target=stage.fact("target"), region=stage.fact("region"))]
    zones, account = stage.fact("network.zones"), stage.fact("account")
    if zones:
        line.append(say("environments.zones", stage.id, zones=zones))
    existing = stage.fact("network.existing")
    if existing:
        line.append(say("environments.existing", stage.id, vpc=existing))
    if account:
        line.append(say("environments.account", stage.id, account=account))
    return (tuple(line),)


def runtime_of(stage: Node) -> tuple[Line, ...]:
    """Return what runs its services, a line each."""
    return tuple(_service(service) for service in stage.nodes("service")) or ((label("none"),),)


def _service(service: Node) -> Line:
    about = service.id
    line = [say("environments.service", about, name=service.fact("name"), launch=service.fact("launch_type"))]
    low, high = service.fact("tasks_min"), service.fact("tasks_max")
    if low and high:
        key = "environments.tasks_fixed" if low.value == high.value else "environments.tasks"
        line.append(say(key, about, low=low, high=high))
    cpu, memory = service.fact("cpu"), service.fact("memory")
    if cpu and memory:
        architecture = service.fact("architecture")
        line.append(say("environments.size", about, cpu=cpu, memory=memory, architecture=architecture))
    return (*line, *_scaling(service), *_reached(service))


def _scaling(service: Node) -> Line:
    about, line = service.id, []
    for name in ("cpu_target", "memory_target"):
        target = service.fact(name)
        if target:
            line.append(
                say("environments.scaling" if name == "cpu_target" else "environments.and_memory", about, target=target)
            )
    spot, base = service.fact("spot_percent"), service.fact("on_demand_base")
    if spot:
        key = "environments.spot_beyond" if base else "environments.spot"
        line.append(say(key, about, spot=spot, base=base, notice=documented(service, "spot_notice")))
    for schedule in service.nodes("schedule"):
        given = {name: schedule.fact(name) for name in ("name", "when", "timezone")}
        tasks = {"low": schedule.fact("tasks_min"), "high": schedule.fact("tasks_max")}
        line.append(say("environments.schedule", schedule.id, **given, **tasks))
    return tuple(line)


def _reached(service: Node) -> Line:
    """Return how a service is reached, where that is not simply by its name."""
    about, paths = service.id, service.fact("paths")
    line = []
    for kind in ("worker", "inner"):
        if told := service.fact(kind):
            line.append(say(f"environments.{kind}", about, told=told))
    record = service.fact("ipv6_record")
    if record:
        line.append(say("environments.ipv6", about, record=record, domain=service.fact("domain")))
    if paths:
        line.append(say("environments.paths", about, domain=service.fact("domain"), paths=paths))
    return (*line, *_connected(service))


def _connected(service: Node) -> Line:
    """Return how other services reach it, and which of them it calls."""
    namespace = service.fact("connect.namespace")
    given = {"connect": service.fact("connect.names"), "calls": service.fact("connect.calls")}
    told = {name: fact for name, fact in given.items() if fact} or ({"connects": namespace} if namespace else {})
    return tuple(
        say(f"environments.{name}", service.id, names=fact, namespace=namespace) for name, fact in told.items()
    )


def data_of(stage: Node) -> tuple[Line, ...]:
    """Return what keeps its data, a line each."""
    databases = tuple(_database(database) for database in stage.nodes("database"))
    buckets = tuple(_bucket(bucket) for bucket in stage.nodes("bucket"))
    return (*databases, *buckets) or ((label("none"),),)


def _database(database: Node) -> Line:
    about = database.id
    given = {name: database.fact(name) for name in ("engine", "version", "identifier")}
    if database.fact("instances"):
        capacity = {name: database.fact(name) for name in ("acu_min", "acu_max", "instances")}
        key = "environments.cluster" if capacity["acu_max"] else "environments.cluster_fixed"
        return (say(key, about, **given, **capacity), *_resting(database), *_replicas(database))
    size, storage, grown = (database.fact(name) for name in ("class", "storage_gib", "max_storage_gib"))
    key = "environments.database_growing" if grown and grown.value else "environments.database_class"
    line = [say("environments.database", about, **given), say(key, about, size=size, storage=storage, grown=grown)]
    zones = database.fact("multi_az")
    if zones:
        line.append(say("environments.multi_az" if zones.value else "environments.single_az", about, zones=zones))
    return (*line, *_replicas(database))


def _resting(database: Node) -> Line:
    """Return in how many zones a cluster stands, and when it pauses."""
    zones, seconds = database.fact("multi_az"), database.fact("pause_seconds")
    line = []
    if zones:
        kind = "environments.multi_az" if zones.value else "environments.single_az"
        line.append(say(kind, database.id, zones=zones))
    if seconds:
        line.append(say("environments.pausing", database.id, seconds=seconds))
    return tuple(line)


def _replicas(database: Node) -> Line:
    return tuple(
        say("environments.replica", one.id, identifier=one.fact("identifier"), size=one.fact("class"))
        for one in database.nodes("replica")
    )


def _bucket(bucket: Node) -> Line:
    versioned = bucket.fact("versioned")
    line = [say("environments.bucket", bucket.id, name=bucket.fact("name"))]
    if versioned and versioned.value:
        days = bucket.fact("old_version_days")
        key = "environments.versions_kept" if days else "environments.versioned"
        line.append(say(key, bucket.id, versioned=versioned, days=days))
    locked, mode = bucket.fact("lock_days"), bucket.fact("lock_mode")
    if locked:
        line.append(say("environments.locked", bucket.id, days=locked, mode=mode))
    return tuple(line)
