"""Environments: the stages, side by side."""

from __future__ import annotations

from typing import assert_never

from relinfra.claims import old_versions_kept
from relinfra.evidence import Facts
from relinfra.evidence.records.database import AuroraCluster, Database, RdsInstance
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.records.storage import Bucket
from relinfra.plan.model import Block, Line, Paragraph, Row, Section, Subheading, Table
from relinfra.plan.say import asserted, label, say
from relinfra.plan.sections.approvals import covers
from relinfra.plan.sections.aws_documentation import documented
from relinfra.plan.sections.costs import costs
from relinfra.plan.sections.differences import all_else, differences
from relinfra.plan.sections.local_stage import local_cells
from relinfra.plan.sections.openings import openings
from relinfra.plan.stages import deployed, stages

__all__ = ["cells_of", "data_of", "environments", "place_of", "runtime_of"]

_HEADINGS = ("stage", "place", "runtime", "data", "purpose")


def environments(facts: Facts) -> Section:
    """Return the section on environments."""
    headings = tuple(label(f"environments.heading.{name}") for name in _HEADINGS)
    table = Table(headings, tuple(_row(stage) for stage in stages(facts)))
    blocks: list[Block] = [Paragraph(_order(facts)), table]
    compared = differences(deployed(facts))
    if compared:
        blocks += [Subheading((label("environments.differences"),)), compared]
    further = all_else(deployed(facts))
    if further:
        blocks += [Subheading((label("environments.all_else"),)), further]
    paid = costs(deployed(facts))
    if paid:
        blocks += [Subheading((label("environments.costs"),)), paid]
    return Section("environments", None, tuple(blocks))


def _order(facts: Facts) -> Line:
    promotion = facts.project.promotion
    line = [say("environments.promotion", promotion=promotion)] if promotion else []
    for stage in stages(facts):
        reviewers, minutes = stage.approval.reviewers, stage.approval.wait_minutes
        if reviewers:
            line.append(say("environments.approval", stage.id, stage=stage.name, reviewers=reviewers))
            line += covers(facts, stage, "environments")
        if minutes and minutes.value:
            line.append(say("environments.wait", stage.id, stage=stage.name, minutes=minutes))
    return tuple(line)


def _row(stage: Stage) -> Row:
    name = say("environments.stage", stage.id, stage=stage.title)
    purpose = stage.purpose
    aim = say("environments.purpose", stage.id, purpose=purpose) if purpose else label("environments.no_purpose")
    return Row((((name,),), *cells_of(stage), ((aim,),)))


def cells_of(stage: Stage) -> tuple[tuple[Line, ...], ...]:
    """Return where a stage runs, what runs its services, and what keeps its data: on AWS or by its Compose file."""
    if stage.region:
        return place_of(stage), runtime_of(stage), data_of(stage)
    return local_cells(stage)


def place_of(stage: Stage) -> tuple[Line, ...]:
    """Return where a stage runs."""
    line = [say("environments.place", stage.id, target=stage.target, region=stage.region)]
    zones, account = stage.network.zones, stage.account
    if zones:
        line.append(say("environments.zones", stage.id, zones=zones))
    existing = stage.network.existing
    if existing:
        line.append(say("environments.existing", stage.id, vpc=existing))
    if account:
        line.append(say("environments.account", stage.id, account=account))
    return (tuple(line),)


def runtime_of(stage: Stage) -> tuple[Line, ...]:
    """Return what runs its services, a line each."""
    return tuple(_service(service) for service in stage.services) or ((label("none"),),)


def _service(service: Service) -> Line:
    about = service.id
    line = [say("environments.service", about, name=service.name, launch=service.launch_type)]
    low, high = service.tasks_min, service.tasks_max
    if low and high:
        key = "environments.tasks_fixed" if low.value == high.value else "environments.tasks"
        line.append(say(key, about, low=low, high=high))
    cpu, memory = service.cpu, service.memory
    if cpu and memory:
        architecture = service.architecture
        line.append(say("environments.size", about, cpu=cpu, memory=memory, architecture=architecture))
    if service.ephemeral_storage_gib:
        line.append(say("environments.disk", about, disk=service.ephemeral_storage_gib))
    if service.tmpfs:
        line.append(say("environments.tmpfs", about, paths=service.tmpfs))
    return (*line, *_scaling(service), *_reached(service))


def _scaling(service: Service) -> Line:
    about, line = service.id, []
    if service.cpu_target:
        line.append(say("environments.scaling", about, target=service.cpu_target))
    if service.memory_target:
        line.append(say("environments.and_memory", about, target=service.memory_target))
    if service.only_grows:
        line.append(say("environments.only_grows", about, only_grows=service.only_grows))
    spot, base = service.spot_percent, service.on_demand_base
    if spot:
        key = "environments.spot_beyond" if base else "environments.spot"
        line.append(say(key, about, spot=spot, base=base, notice=documented(service).spot_notice))
    for schedule in service.schedules:
        when = {"name": schedule.name, "when": schedule.when, "timezone": schedule.timezone}
        tasks = {"low": schedule.tasks_min, "high": schedule.tasks_max}
        line.append(say("environments.schedule", schedule.id, **when, **tasks))
    return tuple(line)


def _reached(service: Service) -> Line:
    """Return how a service is reached, where that is not simply by its name."""
    about, line = service.id, []
    if service.worker:
        line.append(say("environments.worker", about, told=service.worker))
    if service.inner:
        line.append(say("environments.inner", about, told=service.inner))
    if service.ipv6_record:
        line.append(say("environments.ipv6", about, record=service.ipv6_record, domain=service.domain))
    if service.paths:
        line.append(say("environments.paths", about, domain=service.domain, paths=service.paths))
    if service.stickiness_seconds:
        line.append(say("environments.sticky", about, sticky=service.stickiness_seconds))
    return (*line, *_connected(service), *openings(service))


def _connected(service: Service) -> Line:
    """Return how other services reach it, and which of them it calls."""
    about, connect, line = service.id, service.connect, []
    namespace = connect.namespace
    if connect.names:
        line.append(say("environments.connect", about, names=connect.names, namespace=namespace))
    if connect.calls:
        line.append(say("environments.calls", about, names=connect.calls, namespace=namespace))
    if namespace and not line:
        line.append(say("environments.connects", about, names=namespace, namespace=namespace))
    return tuple(line)


def data_of(stage: Stage) -> tuple[Line, ...]:
    """Return what keeps its data, a line each."""
    databases = tuple(_database(database) for database in stage.databases)
    buckets = tuple(_bucket(bucket) for bucket in stage.buckets)
    return (*databases, *buckets) or ((label("none"),),)


def _database(database: Database) -> Line:
    match database:
        case RdsInstance():
            return _instance(database)
        case AuroraCluster():
            return _cluster(database)
        case _:
            assert_never(database)


def _instance(database: RdsInstance) -> Line:
    about, grown = database.id, database.max_storage_gib
    named = {"engine": database.engine, "version": database.version, "identifier": database.identifier}
    key = "environments.database_growing" if grown and grown.value else "environments.database_class"
    size = say(key, about, size=database.instance_class, storage=database.storage_gib, grown=grown)
    replicas = (
        say("environments.replica", replica.id, identifier=replica.identifier, size=replica.instance_class)
        for replica in database.replicas
    )
    return (say("environments.database", about, **named), size, *_zones(database), *replicas)


def _cluster(cluster: AuroraCluster) -> Line:
    about, low, high = cluster.id, cluster.acu_min, cluster.acu_max
    named = {"engine": cluster.engine, "version": cluster.version, "identifier": cluster.identifier}
    key = "environments.cluster" if high else "environments.cluster_fixed"
    line = [say(key, about, **named, acu_min=low, acu_max=high, instances=cluster.instances), *_zones(cluster)]
    if cluster.pause_seconds:
        line.append(say("environments.pausing", about, seconds=cluster.pause_seconds))
    return tuple(line)


def _zones(database: Database) -> Line:
    """Return in how many zones a database stands."""
    zones = database.multi_az
    if zones is None:
        return ()
    return (say("environments.multi_az" if zones.value else "environments.single_az", database.id, zones=zones),)


def _bucket(bucket: Bucket) -> Line:
    versioned = bucket.versioned
    line = [say("environments.bucket", bucket.id, name=bucket.name)]
    if versioned and versioned.value:
        days, kept = bucket.old_version_days, old_versions_kept(bucket)
        key = "environments.versions_kept" if days and kept.holds else "environments.versioned"
        line.append(asserted(kept, key, bucket.id, versioned=versioned, days=days))
    locked, mode = bucket.lock_days, bucket.lock_mode
    if locked:
        line.append(say("environments.locked", bucket.id, days=locked, mode=mode))
    return tuple(line)
