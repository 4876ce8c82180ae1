"""The topology of a stage: its users, load balancer, services and data, and what is kept elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Fact, value_of
from relinfra.evidence.records.database import Database
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.diagrams import Arrow, Flowchart, Group, Kind, Shape
from relinfra.plan.figures.recovery import kept, led
from relinfra.plan.model import Diagram, Line
from relinfra.plan.say import label, say
from relinfra.plan.targets import moving, target_groups

__all__ = ["topology"]

_USERS, _BALANCER, _FIREWALL = "users", "load_balancer", "firewall"


def topology(stage: Stage) -> tuple[Diagram, ...]:
    """Return the diagram of a stage, none where nothing of it is deployed."""
    region = stage.region
    shapes = tuple(_shapes(stage))
    if region is None or not shapes:
        return ()
    frame = (say("figure.region", stage.id, region=region, account=stage.account),)
    elsewhere = kept(stage)
    groups = (*_outside(stage), Group(frame, shapes), *((elsewhere,) if elsewhere else ()))
    arrows = (*_arrows(stage), *led(stage, _USERS))
    caption = (say("figure.topology", stage.id, stage=stage.title),)
    return (Diagram(caption, Flowchart(groups, arrows)),)


def _outside(stage: Stage) -> tuple[Group[Line], ...]:
    internal = stage.load_balancer.internal
    if internal is None:
        return ()
    key = "figure.callers" if internal.value else "figure.users"
    return (Group(None, (Shape(_USERS, Kind.PERSON, ((say(key, stage.id, internal=internal),),)),)),)


def _shapes(stage: Stage) -> Iterator[Shape[Line]]:
    for firewall in stage.firewalls[:1]:
        name = (say("figure.name", firewall.id, name=firewall.name),)
        yield Shape(_FIREWALL, Kind.GATE, (name, (label("figure.wall"),)))
    balancer, zones = stage.load_balancer.name, stage.network.zones
    if balancer:
        where = (say("figure.balancer", stage.id, zones=zones) if zones else label("figure.balancer_alone"),)
        yield Shape(
            _BALANCER, Kind.LOAD_BALANCER, ((say("figure.name", stage.load_balancer.id, name=balancer),), where)
        )
    for service in _callers_first(stage):
        yield from _service(service)
    for database in stage.databases:
        if database.identifier:
            yield _database(database)
    for bucket in stage.buckets:
        name = (say("figure.name", bucket.id, name=bucket.name),)
        yield Shape(bucket.id, Kind.BUCKET, (name, (label("figure.bucket"),)))
    for secret in _secrets(stage):
        name = (say("figure.name", secret.id, name=secret),)
        yield Shape(secret.value, Kind.SECRET, (name, (label("figure.secret"),)))
    for parameter in _parameters(stage):
        name = (say("figure.name", parameter.id, name=parameter),)
        yield Shape(parameter.value, Kind.SECRET, (name, (label("figure.parameter"),)))


def _callers_first(stage: Stage) -> list[Service]:
    """Return the services, each after those that call it by name; of a circle, the first begins."""
    waiting = {service.name.value: service for service in stage.services if service.name}
    callers: dict[str, set[str]] = {name: set() for name in waiting}
    for name, service in waiting.items():
        for called in value_of(service.connect.calls) or ():
            callers.setdefault(called, set()).add(name)
    ordered: list[Service] = []
    while waiting:
        ready = [name for name in waiting if callers[name].isdisjoint(waiting)] or [next(iter(waiting))]
        ordered += [waiting.pop(name) for name in ready]
    return ordered


def _service(service: Service) -> Iterator[Shape[Line]]:
    for group, _ in _targets(service):
        name = (say("figure.name", f"{service.id}.{group.value}", name=group),)
        yield Shape(_named(service, group), Kind.TARGETS, (name, (label("figure.targets"),)))
    low, high, strategy = service.tasks_min, service.tasks_max, service.rollout.strategy
    labels: list[Line] = [(say("figure.name", service.id, name=service.name),)]
    if low and high:
        labels.append((say("figure.tasks", service.id, low=low, high=high),))
    if strategy:
        labels.append((say("figure.strategy", service.id, strategy=strategy),))
    yield Shape(service.id, Kind.SERVICE, tuple(labels))


def _targets(service: Service) -> list[tuple[Fact, Fact | None]]:
    """Return the target groups between which traffic is moved, each with the port whose requests it gets at first."""
    rollout = moving(service)
    ports = (rollout.production_port, rollout.test_port) if rollout else ()
    return list(zip(target_groups(service), ports, strict=False))


def _named(service: Service, group: Fact) -> str:
    return f"{service.id}.{group.id}"


def _database(database: Database) -> Shape[Line]:
    labels = [(say("figure.name", database.id, name=database.identifier),)]
    if database.engine:
        given = {"engine": database.engine, "version": database.version, "multi_az": database.multi_az}
        labels.append((say("figure.database", database.id, **given),))
    return Shape(database.id, Kind.DATABASE, tuple(labels))


def _secrets(stage: Stage) -> list[Fact[str]]:
    """Return every secret by its name once."""
    read = [secret.secret for service in stage.services for secret in service.secrets]
    return list({fact.value: fact for fact in read if fact}.values())


def _parameters(stage: Stage) -> list[Fact[str]]:
    """Return every parameter by its name once."""
    read = [secret.parameter for service in stage.services for secret in service.secrets]
    return list({fact.value: fact for fact in read if fact}.values())


def _arrows(stage: Stage) -> Iterator[Arrow[Line]]:
    if stage.load_balancer.name:
        yield from _entering(stage)
    for service in stage.services:
        if stage.load_balancer.name:
            yield from _routed(service)
        yield from _calling(stage, service)
        yield from _used(stage, service)


def _entering(stage: Stage) -> Iterator[Arrow[Line]]:
    """Yield the way from the users to the load balancer."""
    front = _FIREWALL if stage.firewalls else _BALANCER
    domains = {domain.value: domain for service in stage.services if (domain := service.domain)}
    asked = (say("figure.domains", stage.id, domains=tuple(domains.values())),) if domains else None
    if stage.load_balancer.internal:
        yield Arrow(_USERS, front, asked)
    if front == _FIREWALL:
        yield Arrow(_FIREWALL, _BALANCER)


def _routed(service: Service) -> Iterator[Arrow[Line]]:
    targets = _targets(service)
    for group, port in targets:
        name = _named(service, group)
        if port:
            yield Arrow(_BALANCER, name, (say("figure.port", f"{service.id}.{port.id}", port=port),))
        yield Arrow(name, service.id)
    if not targets and service.health.path:
        yield Arrow(_BALANCER, service.id)


def _calling(stage: Stage, service: Service) -> Iterator[Arrow[Line]]:
    """Yield the ways past the load balancer, from a service to those it calls by name."""
    called = set(value_of(service.connect.calls) or ())
    for other in stage.services:
        if value_of(other.name) in called and other.id != service.id:
            names = other.connect.names
            named = (say("figure.calls", f"{service.id}.{other.id}", names=names),) if names else None
            yield Arrow(service.id, other.id, named)


def _login(service: Service, database: Database) -> Line | None:
    """Return as whom the tasks log in by IAM; None where a secret leads them."""
    for login in service.logins:
        if login.user and value_of(login.database) == value_of(database.identifier):
            return (say("figure.login", login.id, user=login.user),)
    return None


def _used(stage: Stage, service: Service) -> Iterator[Arrow[Line]]:
    for database in stage.databases:
        if service.uses(database.identifier):
            yield Arrow(service.id, database.id, _login(service, database))
    stored = (secret.secret or secret.parameter for secret in service.secrets)
    reached = dict.fromkeys(one.value for one in stored if one)
    for bucket in stage.buckets:
        variable = f"BUCKET_{bucket.key.upper().replace('-', '_')}"
        if variable in (value_of(service.variables) or ()):
            yield Arrow(service.id, bucket.id)
    yield from (Arrow(service.id, name) for name in reached)
