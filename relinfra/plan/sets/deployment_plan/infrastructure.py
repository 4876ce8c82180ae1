"""The sections on environments, and on what they are made of, now and at full scale."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from relinfra.evidence import Fact, Facts
from relinfra.evidence.records.database import AuroraCluster, Database, RdsInstance
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.blocks import under
from relinfra.plan.model import Line, Row, Section, Subheading, Table
from relinfra.plan.say import label, say
from relinfra.plan.sections.environments import cells_of
from relinfra.plan.sections.infrastructure import infrastructure as made
from relinfra.plan.sections.observability import observability
from relinfra.plan.stages import deployed, stages

__all__ = ["environments", "infrastructure"]


def environments(facts: Facts) -> Section:
    """Return the section on the environments, and how the live ones begin."""
    headings = tuple(label(f"deploy.heading.{name}") for name in ("stage", "place", "runtime", "data", "purpose"))
    rows = tuple(_row(stage) for stage in stages(facts))
    blocks = (
        Table(headings, rows),
        *under("deploy.iac", [(label("deploy.iac_how"),)]),
        *under("deploy.mvp_environment", [line for stage in facts.live for line in _now(stage)]),
    )
    return Section("deploy.environments", None, blocks)


def _row(stage: Stage) -> Row:
    purpose = stage.purpose
    name = (say("deploy.named", stage.id, stage=stage.title),)
    aim = (say("deploy.aim", stage.id, purpose=purpose),) if purpose else (label("none"),)
    return Row(((name,), *cells_of(stage), (aim,)))


def _now(stage: Stage) -> Iterator[Line]:
    """Yield the size the live stage begins with, and how far it grows without a change."""
    for service in stage.services:
        low, high = service.tasks_min, service.tasks_max
        if low and high:
            yield (say(_growing(service, low, high), service.id, name=service.name, low=low, high=high),)
    for database in stage.databases:
        yield from _stores(database)


def _growing(service: Service, low: Fact, high: Fact) -> str:
    """Return the key of how a service grows: by itself where a load or a time moves it, and not at all without room."""
    if low.value == high.value:
        return "deploy.stays"
    return "deploy.grows" if service.cpu_target or service.memory_target or service.schedules else "deploy.may_grow"


def _stores(database: Database) -> Iterator[Line]:
    match database:
        case RdsInstance(identifier=identifier, storage_gib=storage, max_storage_gib=most):
            if identifier and storage and most:
                given = {"identifier": identifier, "storage_gib": storage, "max_storage_gib": most}
                yield (say("deploy.stores", database.id, **given),)
        case AuroraCluster():
            return
        case _:
            assert_never(database)


def infrastructure(facts: Facts) -> Section:
    """Return the section on the infrastructure, now and at full scale."""
    blocks = (
        Subheading((label("deploy.components"),)),
        *made(facts).blocks,
        *under("deploy.mvp_infrastructure", list(_compared(facts))),
        Subheading((label("deploy.observability"),)),
        *observability(facts).blocks,
    )
    return Section("deploy.infrastructure", None, blocks)


def _compared(facts: Facts) -> Iterator[Line]:
    for stage in deployed(facts):
        zones, gateways = stage.network.zones, stage.network.nat_gateways
        if zones and gateways:
            yield (say("deploy.network", stage.id, stage=stage.title, zones=zones, gateways=gateways),)
    yield (label("deploy.full_scale"),)
