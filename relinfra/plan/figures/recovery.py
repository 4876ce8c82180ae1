"""The recovery region of a stage in its topology: what is kept or stands ready there, and what leads into it."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import value_of
from relinfra.evidence.records.recovery import Recovery, StandbyReplica, StandbyService
from relinfra.evidence.records.stage import Stage
from relinfra.plan.diagrams import Arrow, Group, Kind, Shape
from relinfra.plan.model import Line
from relinfra.plan.say import label, say

__all__ = ["kept", "led"]


def kept(stage: Stage) -> Group[Line] | None:
    """Return what is kept or stands ready there, None where nothing is."""
    recovery = stage.recovery
    shapes = tuple(_shapes(recovery))
    if recovery.region is None or not shapes:
        return None
    return Group((say("figure.recovery", stage.id, region=recovery.region, mode=recovery.mode),), shapes)


def led(stage: Stage, users: str) -> Iterator[Arrow[Line]]:
    """Return the ways into it: data as long as all is well, users after the region is lost."""
    recovery = stage.recovery
    if not recovery.region:
        return
    balancer = recovery.load_balancer
    if balancer.name:
        if stage.load_balancer.internal:
            yield Arrow(users, balancer.id, (label("figure.lost"),), dashed=True)
        yield from (Arrow(balancer.id, one.id, dashed=True) for one in recovery.services if one.name)
    for copy in recovery.databases:
        database = Stage.databases.get(stage, copy.key)
        if database.identifier and copy.identifier:
            yield Arrow(database.id, copy.id, (label("figure.backups"),))
    for replica in recovery.replicas:
        yield from _followed(stage, replica)
    for replicated in recovery.buckets:
        bucket, within = Stage.buckets.get(stage, replicated.key), replicated.within_minutes
        if bucket.name and replicated.replica:
            delay = (say("figure.within", replicated.id, within=within),) if within else None
            yield Arrow(bucket.id, replicated.id, delay)


def _followed(stage: Stage, replica: StandbyReplica) -> Iterator[Arrow[Line]]:
    """Yield the way of the data to a replica, and those of the services there that would use it."""
    source = value_of(replica.source)
    for database in stage.databases:
        if value_of(database.identifier) == source:
            yield Arrow(database.id, replica.id, (label("figure.replicated"),))
    for service in stage.recovery.services:
        if service.name and Stage.services.get(stage, service.key).uses(replica.source):
            yield Arrow(service.id, replica.id, dashed=True)


def _shapes(recovery: Recovery) -> Iterator[Shape[Line]]:
    balancer = recovery.load_balancer
    if balancer.name:
        labels = (say("figure.name", balancer.id, name=balancer.name),), (label("figure.balancer_alone"),)
        yield Shape(balancer.id, Kind.LOAD_BALANCER, labels)
    for service in recovery.services:
        if service.name:
            yield _service(service)
    for database in recovery.databases:
        if database.identifier:
            name = (say("figure.name", database.id, name=database.identifier),)
            days = database.kept_days
            copies = (say("figure.copies", database.id, days=days) if days else label("figure.copies_kept"),)
            yield Shape(database.id, Kind.DATABASE, (name, copies))
    for replica in recovery.replicas:
        name = (say("figure.name", replica.id, name=replica.identifier),)
        yield Shape(replica.id, Kind.DATABASE, (name, (label("figure.replica"),)))
    for bucket in recovery.buckets:
        if bucket.replica:
            name = (say("figure.name", bucket.id, name=bucket.replica),)
            yield Shape(bucket.id, Kind.BUCKET, (name, (label("figure.bucket"),)))


def _service(service: StandbyService) -> Shape[Line]:
    low, high = service.tasks_min, service.tasks_max
    labels: list[Line] = [(say("figure.name", service.id, name=service.name),)]
    if low and high:
        labels.append((say("figure.tasks", service.id, low=low, high=high),))
    return Shape(service.id, Kind.SERVICE, tuple(labels))
