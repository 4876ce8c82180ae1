"""The topology of a stage: its users, load balancer, services and data, and what is kept elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Fact, Node
from relinfra.plan.diagrams import Arrow, Flowchart, Group, Kind, Shape
from relinfra.plan.figures.recovery import kept, led
from relinfra.plan.model import Diagram, Line
from relinfra.plan.say import label, say
from relinfra.plan.targets import moving, target_groups

__all__ = ["topology"]

_USERS, _BALANCER, _WALL = "users", "load_balancer", "firewall"


def topology(stage: Node) -> tuple[Diagram, ...]:
    """Return the diagram of a stage, none where nothing of it is deployed."""
    region = stage.fact("region")
    shapes = tuple(_shapes(stage))
    if region is None or not shapes:
        return ()
    frame = (say("figure.region", stage.id, region=region, account=stage.fact("account")),)
    elsewhere = kept(stage)
    groups = (*_outside(stage), Group(frame, shapes), *((elsewhere,) if elsewhere else ()))
    arrows = (*_arrows(stage), *led(stage, _USERS))
    caption = (say("figure.topology", stage.id, stage=stage.fact("stage")),)
    return (Diagram(caption, Flowchart(groups, arrows)),)


def _outside(stage: Node) -> tuple[Group[Line], ...]:
    internal = stage.fact("load_balancer.internal")
    if internal is None:
        return ()
    key = "figure.callers" if internal.value else "figure.users"
    return (Group(None, (Shape(_USERS, Kind.PERSON, ((say(key, stage.id, internal=internal),),)),)),)


def _shapes(stage: Node) -> Iterator[Shape[Line]]:
    balancer, zones = stage.fact("load_balancer.name"), stage.fact("network.zones")
    for wall in stage.nodes("firewall")[:1]:
        yield Shape(_WALL, Kind.GATE, ((say("figure.name", wall.id, name=wall.fact("name")),), (label("figure.wall"),)))
    if balancer:
        told = (say("figure.balancer", stage.id, zones=zones) if zones else label("figure.balancer_alone"),)
        yield Shape(_BALANCER, Kind.LOAD_BALANCER, ((say("figure.name", _BALANCER, name=balancer),), told))
    for service in _callers_first(stage):
        yield from _service(service)
    for database in stage.nodes("database"):
        if database.fact("identifier"):
            yield _database(database)
    for bucket in stage.nodes("bucket"):
        name = (say("figure.name", bucket.id, name=bucket.fact("name")),)
        yield Shape(bucket.id, Kind.BUCKET, (name, (label("figure.bucket"),)))
    for secret in _secrets(stage):
        name = (say("figure.name", secret.id, name=secret),)
        yield Shape(str(secret.value), Kind.SECRET, (name, (label("figure.secret"),)))


def _callers_first(stage: Node) -> list[Node]:
    """Return the services, each before those it calls."""
    services = {str(service.read_value("name")): service for service in stage.nodes("service")}

    def depth(service: Node, above: tuple[str, ...] = ()) -> int:
        callers = [
            one for one in services.values() if service.read_value("name") in _called(one) and one.id not in above
        ]
        return max((1 + depth(one, (*above, service.id)) for one in callers), default=0)

    return sorted(services.values(), key=depth)


def _called(service: Node) -> tuple[object, ...]:
    calls = service.read_value("connect.calls")
    return calls if isinstance(calls, tuple) else ()


def _service(service: Node) -> Iterator[Shape[Line]]:
    for group, _ in _targets(service):
        name = (say("figure.name", f"{service.id}.{group.value}", name=group),)
        yield Shape(_named(service, group), Kind.TARGETS, (name, (label("figure.targets"),)))
    low, high, strategy = (service.fact(name) for name in ("tasks_min", "tasks_max", "deployment.strategy"))
    labels: list[Line] = [(say("figure.name", service.id, name=service.fact("name")),)]
    if low and high:
        labels.append((say("figure.tasks", service.id, low=low, high=high),))
    if strategy:
        labels.append((say("figure.strategy", service.id, strategy=strategy),))
    yield Shape(service.id, Kind.SERVICE, tuple(labels))


def _targets(service: Node) -> list[tuple[Fact, Fact | None]]:
    """Return the target groups between which traffic is moved, each with the port whose requests it gets at first."""
    place = moving(service)
    ports = (place.production_port, place.test_port) if place else ()
    return list(zip(target_groups(service), ports, strict=False))


def _named(service: Node, group: Fact) -> str:
    return f"{service.id}.{group.id}"


def _database(database: Node) -> Shape[Line]:
    given = {name: database.fact(name) for name in ("engine", "version", "multi_az")}
    labels = [(say("figure.name", database.id, name=database.fact("identifier")),)]
    if given["engine"]:
        labels.append((say("figure.database", database.id, **given),))
    return Shape(database.id, Kind.DATABASE, tuple(labels))


def _secrets(stage: Node) -> list[Fact]:
    """Return every secret by its name once."""
    read = [one.fact("secret") for service in stage.nodes("service") for one in service.nodes("secret")]
    return list({str(fact.value): fact for fact in read if fact}.values())


def _arrows(stage: Node) -> Iterator[Arrow[Line]]:
    if stage.fact("load_balancer.name"):
        front = _WALL if stage.nodes("firewall") else _BALANCER
        domains = {str(fact.value): fact for one in stage.nodes("service") if (fact := one.fact("domain"))}
        asked = (say("figure.domains", stage.id, domains=tuple(domains.values())),) if domains else None
        if stage.fact("load_balancer.internal"):
            yield Arrow(_USERS, front, asked)
        if front == _WALL:
            yield Arrow(_WALL, _BALANCER)
    for service in stage.nodes("service"):
        if stage.fact("load_balancer.name"):
            yield from _routed(service)
        yield from _calls(stage, service)
        yield from _used(stage, service)


def _routed(service: Node) -> Iterator[Arrow[Line]]:
    targets = _targets(service)
    for group, port in targets:
        name = _named(service, group)
        if port:
            yield Arrow(_BALANCER, name, (say("figure.port", f"{service.id}.{port.id}", port=port),))
        yield Arrow(name, service.id)
    if not targets and service.fact("health.path"):
        yield Arrow(_BALANCER, service.id)


def _calls(stage: Node, service: Node) -> Iterator[Arrow[Line]]:
    """Yield the ways past the load balancer, from a service to those it calls by name."""
    for other in stage.nodes("service"):
        if other.read_value("name") in _called(service) and other.id != service.id:
            names = other.fact("connect.names")
            named = (say("figure.calls", f"{service.id}.{other.id}", names=names),) if names else None
            yield Arrow(service.id, other.id, named)


def _used(stage: Node, service: Node) -> Iterator[Arrow[Line]]:
    databases = {one.read_value("identifier"): one for one in stage.nodes("database")}
    reached: dict[str, Fact] = {}
    for secret in service.nodes("secret"):
        database = databases.get(secret.read_value("managed_for") or secret.read_value("master_of") or "")
        named = secret.fact("secret")
        if database:
            yield Arrow(service.id, database.id)
        if named:
            reached[str(named.value)] = named
    variables = service.read_value("variables")
    for bucket in stage.nodes("bucket"):
        variable = f"BUCKET_{bucket.key.upper().replace('-', '_')}"
        if isinstance(variables, tuple) and variable in variables:
            yield Arrow(service.id, bucket.id)
    yield from (Arrow(service.id, name) for name in reached)
