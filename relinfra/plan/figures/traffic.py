"""How a new version of a service takes over: the share it has, over the minutes or the batches of its strategy."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from relinfra.evidence import Fact, Node
from relinfra.plan.diagrams import Level, Shift, Stretch
from relinfra.plan.model import Diagram, Line
from relinfra.plan.say import label, say

__all__ = ["traffic"]

_ALL = 100


@dataclass(frozen=True)
class _Way:
    """A strategy's figures: which share is moved at a time, after which pause the next, and how long the old stays."""

    kind: str
    share: Fact | None
    pause: Fact | None
    bake: Fact | None


def traffic(service: Node) -> tuple[Diagram, ...]:
    """Return the diagram of a service, none where its strategy does not say how it goes on."""
    way = _way(service)
    levels = _levels(way)
    if not levels:
        return ()
    given = {"share": way.share, "pause": way.pause, "bake": way.bake}
    caption = (say(f"figure.traffic.{way.kind}", service.id, name=service.fact("name"), **given),)
    across, up = ("batches", "tasks") if way.kind == "rolling" else ("minutes", "traffic")
    drawing = Shift[Line](
        (label(f"figure.across.{across}"),), (label(f"figure.up.{up}"),), levels, _kept(service, way, levels[-1].at)
    )
    return (Diagram(caption, drawing),)


def _way(service: Node) -> _Way:
    settings, deploy = service.node("deployment"), service.node("code_deploy")
    kind = str(settings.read_value("strategy"))
    if kind == "code_deploy":
        bake = deploy.fact("bake_minutes")
        return _Way(str(deploy.read_value("shift")), deploy.fact("shift_percent"), deploy.fact("pause_minutes"), bake)
    if kind == "rolling":
        return _Way(kind, settings.fact("batch_percent"), None, None)
    bake = settings.fact("bake_minutes")
    return _Way(kind, settings.fact("shift_percent"), settings.fact("shift_bake_minutes"), bake)


def _levels(way: _Way) -> tuple[Level, ...]:
    share, pause = _number(way.share), _number(way.pause)
    if way.kind == "blue_green":
        return (Level(0, _ALL),)
    if way.kind == "canary" and share and pause is not None:
        return Level(0, share), Level(pause, _ALL)
    if way.kind == "linear" and share and pause is not None:
        return tuple(Level(pause * step, min(share * (step + 1), _ALL)) for step in range(ceil(_ALL / share)))
    if way.kind == "rolling" and share:
        return tuple(Level(step, min(share * step, _ALL)) for step in range(1, ceil(_ALL / share) + 1))
    return ()


def _kept(service: Node, way: _Way, moved: float) -> tuple[Stretch[Line], ...]:
    bake = _number(way.bake)
    if not bake:
        return ()
    return (Stretch((say("figure.bake", service.id, bake=way.bake),), moved, moved + bake),)


def _number(fact: Fact | None) -> float | None:
    value = fact.value if fact else None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
