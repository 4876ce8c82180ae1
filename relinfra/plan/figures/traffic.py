"""Traffic of a deployment: the share that the new version has, over the minutes or the batches of its strategy."""

from __future__ import annotations

from math import ceil

from relinfra.evidence import Fact
from relinfra.evidence.records.rollout import Rolling
from relinfra.evidence.records.service import Service
from relinfra.plan.diagrams import Level, Shift, Stretch
from relinfra.plan.model import Diagram, Line
from relinfra.plan.say import label, say
from relinfra.plan.traffic_shift import TrafficShift, traffic_shift

__all__ = ["traffic"]

_ALL = 100
_ROLLING = "rolling"


def traffic(service: Service) -> tuple[Diagram, ...]:
    """Return the diagram of a service, none where its strategy does not say how it goes on."""
    shift = _shift(service)
    levels = _levels(shift) if shift else ()
    if shift is None or not levels:
        return ()
    given = {"share": shift.share, "pause": shift.pause, "bake": shift.bake}
    caption = (say(f"figure.traffic.{shift.kind}", service.id, name=service.name, **given),)
    across, up = ("batches", "tasks") if shift.kind == _ROLLING else ("minutes", "traffic")
    drawing = Shift[Line](
        (label(f"figure.across.{across}"),), (label(f"figure.up.{up}"),), levels, _kept(service, shift, levels[-1].at)
    )
    return (Diagram(caption, drawing),)


def _shift(service: Service) -> TrafficShift | None:
    """Return how the new version takes over; batches of tasks are drawn as shares of the traffic are."""
    rollout = service.rollout
    if isinstance(rollout, Rolling):
        return TrafficShift(_ROLLING, rollout.batch_percent, None, None)
    return traffic_shift(rollout)


def _levels(shift: TrafficShift) -> tuple[Level, ...]:
    share, pause = _number(shift.share), _number(shift.pause)
    if shift.kind == "blue_green":
        return (Level(0, _ALL),)
    if shift.kind == "canary" and share and pause is not None:
        return Level(0, share), Level(pause, _ALL)
    if shift.kind == "linear" and share and pause is not None:
        return tuple(Level(pause * step, min(share * (step + 1), _ALL)) for step in range(ceil(_ALL / share)))
    if shift.kind == _ROLLING and share:
        return tuple(Level(step, min(share * step, _ALL)) for step in range(1, ceil(_ALL / share) + 1))
    return ()


def _kept(service: Service, shift: TrafficShift, moved: float) -> tuple[Stretch[Line], ...]:
    bake = _number(shift.bake)
    if not bake:
        return ()
    return (Stretch((say("figure.bake", service.id, bake=shift.bake),), moved, moved + bake),)


def _number(fact: Fact | None) -> float | None:
    return fact.number if fact else None
