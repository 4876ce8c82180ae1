"""Sections 2 and 5: environments, and what they are made of, now and at full scale."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Facts, Node
from relinfra.plan.blocks import under
from relinfra.plan.model import Line, Row, Section, Subheading, Table
from relinfra.plan.say import label, say
from relinfra.plan.sections.environments import data_of, place_of, runtime_of
from relinfra.plan.sections.infrastructure import infrastructure as made
from relinfra.plan.sections.observability import observability
from relinfra.plan.stages import deployed, live, stages

__all__ = ["environments", "infrastructure"]


def environments(facts: Facts, number: int) -> Section:
    """Return section 2."""
    headings = tuple(label(f"deploy.heading.{name}") for name in ("stage", "place", "runtime", "data", "purpose"))
    rows = tuple(_row(stage) for stage in stages(facts))
    last = live(facts)
    blocks = (
        Table(headings, rows),
        *under("deploy.iac", [(label("deploy.iac_how"),)]),
        *under("deploy.mvp_environment", list(_now(last)) if last else ()),
    )
    return Section("deploy.environments", number, blocks)


def _row(stage: Node) -> Row:
    purpose = stage.fact("purpose")
    name = (say("deploy.named", stage.id, stage=stage.fact("stage")),)
    aim = (say("deploy.aim", stage.id, purpose=purpose),) if purpose else (label("none"),)
    if not stage.fact("region"):
        local = (say("deploy.local", stage.id, target=stage.fact("target"), database=stage.fact("database")),)
        return Row(((name,), (local,), ((label("none"),),), ((label("none"),),), (aim,)))
    return Row(((name,), place_of(stage), runtime_of(stage), data_of(stage), (aim,)))


def _now(stage: Node) -> Iterator[Line]:
    """Return what the live stage begins with, and how far it grows without a change."""
    for service in stage.nodes("service"):
        low, high = service.fact("tasks_min"), service.fact("tasks_max")
        if low and high:
            yield (say("deploy.grows", service.id, name=service.fact("name"), low=low, high=high),)
    for database in stage.nodes("database"):
        given = {name: database.fact(name) for name in ("identifier", "storage_gib", "max_storage_gib")}
        if all(given.values()):
            yield (say("deploy.stores", database.id, **given),)


def infrastructure(facts: Facts, number: int) -> Section:
    """Return section 5."""
    blocks = (
        Subheading((label("deploy.components"),)),
        *made(facts).blocks,
        *under("deploy.mvp_infrastructure", list(_compared(facts))),
        Subheading((label("deploy.observability"),)),
        *observability(facts).blocks,
    )
    return Section("deploy.infrastructure", number, blocks)


def _compared(facts: Facts) -> Iterator[Line]:
    for stage in deployed(facts):
        zones, gateways = stage.fact("network.zones"), stage.fact("network.nat_gateways")
        if zones and gateways:
            yield (say("deploy.network", stage.id, stage=stage.fact("stage"), zones=zones, gateways=gateways),)
    yield (label("deploy.full_scale"),)
