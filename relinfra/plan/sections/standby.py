"""Standby: what is ready in the recovery region, and who leads traffic there."""

from __future__ import annotations

from relinfra.evidence import value_of
from relinfra.evidence.records.recovery import Recovery, StandbyService
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Line, Statement
from relinfra.plan.say import say
from relinfra.plan.sections.failover import led
from relinfra.runbook import control_region

__all__ = ["ready"]


def ready(stage: Stage) -> Line:
    """Return what stands in the recovery region and who leads traffic there, or what of it is made on the day alone."""
    recovery = stage.recovery
    line = list(_prepared(stage))
    network, balancer = recovery.network, recovery.load_balancer.name
    if network.cidr:
        line.append(say("recovery.network", stage.id, cidr=network.cidr, gateways=network.nat_gateways))
    if balancer:
        line.append(say("recovery.balancer", stage.id, balancer=balancer))
    line += [_service(service) for service in recovery.services]
    line += _watched(stage, recovery)
    return (*line, *(statement for name in recovery.names for statement in led(name)), *_led_by_hand(stage))


def _prepared(stage: Stage) -> Line:
    """Return the stacks that wait for the day, or that there are none; nothing where something stands there."""
    recovery, prepared = stage.recovery, stage.recovery.prepared
    if prepared.stacks:
        given = {"stacks": prepared.stacks, "cidr": prepared.network.cidr}
        control = (
            (say("recovery.control", stage.id, region=recovery.region),) if control_region(recovery.region) else ()
        )
        return (say("recovery.prepared", stage.id, **given), *control)
    copied = recovery.databases or recovery.buckets
    return (say("recovery.unprepared", stage.id, region=recovery.region),) if copied and not recovery.services else ()


def _watched(stage: Stage, recovery: Recovery) -> Line:
    """Return who is told of trouble there, and which page they open."""
    about, subscribers = stage.id, recovery.subscribers
    if not (recovery.alarms and recovery.told and recovery.dashboard):
        return ()
    return (
        say("recovery.watched", about, alarms=recovery.alarms, told=recovery.told),
        say("recovery.mailed" if subscribers else "recovery.not_mailed", about, subscribers=subscribers),
        say("recovery.page", about, dashboard=recovery.dashboard),
    )


def _service(service: StandbyService) -> Statement:
    low, high = service.tasks_min, service.tasks_max
    key = "recovery.waiting" if low and not low.value else "recovery.serving"
    return say(key, service.id, name=service.name, low=low, high=high)


def _led_by_hand(stage: Stage) -> Line:
    return tuple(
        say("recovery.led_by_hand", service.id, domain=domain)
        for service in _by_hand(stage)
        if (domain := _home(stage, service).domain)
    )


def _by_hand(stage: Stage) -> list[StandbyService]:
    """Return the services whose names no record leads there, one of those that share a name."""
    elsewhere = {value_of(name.domain) for name in stage.recovery.names}
    names = {service: value_of(_home(stage, service).domain) for service in stage.recovery.services}
    first = {name: service for service, name in reversed(names.items()) if name and name not in elsewhere}
    return [service for service, name in names.items() if name and first.get(name) == service]


def _home(stage: Stage, service: StandbyService) -> Service:
    """Return the service that one of the recovery region stands in for."""
    return Stage.services.get(stage, service.key)
