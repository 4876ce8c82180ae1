"""The way of traffic to the new tasks of each service, and what stops it."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.claims import checked_alike
from relinfra.evidence.records.alarm import Alarm
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.blocks import points
from relinfra.plan.model import Block, Line, Row, Subheading, Table
from relinfra.plan.say import asserted, label, reason, say
from relinfra.plan.sections.alarm_conditions import condition
from relinfra.plan.sections.rollback_alarms import acting_alarms
from relinfra.plan.targets import target_groups
from relinfra.plan.traffic_shift import traffic_shift

__all__ = ["traffic_shifts"]


def traffic_shifts(stage: Stage, *, alone: bool) -> Iterator[Block]:
    """Yield a table of how traffic moves, the target groups it moves between, and the alarms that stop it.

    `alone` is whether customers use no other stage, so that headings need not name it.
    """
    headings = tuple(label(f"way.heading.{name}") for name in ("service", "before", "during", "after"))
    rows = [row for service in stage.services if (row := _shift(service))]
    if rows:
        yield Table(headings, tuple(rows))
    for service in stage.services:
        groups = target_groups(service)
        if groups:
            named = {"name": service.name, "target_group": groups[0], "alternate_target_group": groups[1]}
            health = {"path": service.health.path, "matcher": service.health.matcher}
            claim = checked_alike(service)
            yield points([(asserted(claim, "way.groups", service.id, **named, **health), *reason(claim))])
    acting: list[Line] = [_stops(alarm) for alarm in acting_alarms(stage)]
    heading = label("way.promotion") if alone else say("way.promotion_in", stage.id, stage=stage.title)
    yield Subheading((heading,))
    yield points([*acting, (label("way.logs"),)])


def _stops(alarm: Alarm) -> Line:
    return (say("way.stops", alarm.id, name=alarm.name), *condition(alarm, "way"))


def _shift(service: Service) -> Row | None:
    """Return the row of a service: its traffic before, during and after; None where none is moved."""
    shift = traffic_shift(service.rollout)
    if shift is None:
        return None
    part = "way.shift.steps" if shift.kind == "linear" else "way.shift.part"
    key = part if shift.share and shift.pause else "way.shift.all"
    during_it = say(key, service.id, share=shift.share, pause=shift.pause, bake=shift.bake)
    cells: tuple[Line, ...] = (
        (say("way.named", service.id, name=service.name),),
        (label("way.shift.before"),),
        (during_it,),
        (say("way.shift.after" if shift.bake else "way.shift.gone", service.id, bake=shift.bake),),
    )
    return Row(tuple((cell,) for cell in cells))
