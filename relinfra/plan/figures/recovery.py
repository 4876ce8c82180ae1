"""What of a stage lies in its recovery region."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Node
from relinfra.plan.diagrams import Arrow, Group, Kind, Shape
from relinfra.plan.model import Line
from relinfra.plan.say import label, say

__all__ = ["kept", "led"]


def kept(stage: Node) -> Group[Line] | None:
    """Return what is kept or stands ready there, None where nothing is."""
    plan = stage.node("recovery")
    region, mode = plan.fact("region"), plan.fact("mode")
    shapes = tuple(_shapes(plan))
    if region is None or not shapes:
        return None
    return Group((say("figure.recovery", stage.id, region=region, mode=mode),), shapes)


def led(stage: Node, users: str) -> Iterator[Arrow[Line]]:
    """Return the ways into it: data as long as all is well, users after the region is lost."""
    plan = stage.node("recovery")
    if not plan.fact("region"):
        return
    balancer = _balancer(plan)
    if plan.fact("load_balancer.name"):
        if stage.fact("load_balancer.internal"):
            yield Arrow(users, balancer, (label("figure.lost"),), dashed=True)
        yield from (Arrow(balancer, one.id, dashed=True) for one in plan.nodes("service") if one.fact("name"))
    for database in plan.nodes("database"):
        if stage.fact(f"database.{database.key}.identifier") and database.fact("identifier"):
            yield Arrow(f"{stage.id}.database.{database.key}", database.id, (label("figure.backups"),))
    for replica in plan.nodes("replica"):
        yield from _followed(stage, plan, replica)
    for bucket in plan.nodes("bucket"):
        within = bucket.fact("within_minutes")
        if stage.fact(f"bucket.{bucket.key}.name") and bucket.fact("replica"):
            said = (say("figure.within", bucket.id, within=within),) if within else None
            yield Arrow(f"{stage.id}.bucket.{bucket.key}", bucket.id, said)


def _followed(stage: Node, plan: Node, replica: Node) -> Iterator[Arrow[Line]]:
    """Yield the way of the data to a replica, and those of the services there that would use it."""
    for database in stage.nodes("database"):
        if database.read_value("identifier") == replica.read_value("source"):
            yield Arrow(database.id, replica.id, (label("figure.replicated"),))
    for service in plan.nodes("service"):
        secrets = stage.node(f"service.{service.key}").nodes("secret")
        if service.fact("name") and replica.read_value("source") in {one.read_value("master_of") for one in secrets}:
            yield Arrow(service.id, replica.id, dashed=True)


def _shapes(plan: Node) -> Iterator[Shape[Line]]:
    balancer = plan.fact("load_balancer.name")
    if balancer:
        labels = (say("figure.name", _balancer(plan), name=balancer),), (label("figure.balancer_alone"),)
        yield Shape(_balancer(plan), Kind.LOAD_BALANCER, labels)
    for service in plan.nodes("service"):
        if service.fact("name"):
            yield _service(service)
    for database in plan.nodes("database"):
        if database.fact("identifier"):
            name = (say("figure.name", database.id, name=database.fact("identifier")),)
            days = database.fact("kept_days")
            told = (say("figure.copies", database.id, days=days) if days else label("figure.copies_kept"),)
            yield Shape(database.id, Kind.DATABASE, (name, told))
    for replica in plan.nodes("replica"):
        name = (say("figure.name", replica.id, name=replica.fact("identifier")),)
        yield Shape(replica.id, Kind.DATABASE, (name, (label("figure.replica"),)))
    for bucket in plan.nodes("bucket"):
        if bucket.fact("replica"):
            name = (say("figure.name", bucket.id, name=bucket.fact("replica")),)
            yield Shape(bucket.id, Kind.BUCKET, (name, (label("figure.bucket"),)))


def _service(service: Node) -> Shape[Line]:
    low, high = service.fact("tasks_min"), service.fact("tasks_max")
    labels: list[Line] = [(say("figure.name", service.id, name=service.fact("name")),)]
    if low and high:
        labels.append((say("figure.tasks", service.id, low=low, high=high),))
    return Shape(service.id, Kind.SERVICE, tuple(labels))


def _balancer(plan: Node) -> str:
    return f"{plan.id}.load_balancer"
