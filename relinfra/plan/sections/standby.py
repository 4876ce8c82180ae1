"""Standby: what is ready in the recovery region, and how a stage is switched over to it."""

from __future__ import annotations

from relinfra.evidence import Fact, value_of
from relinfra.evidence.records.recovery import Recovery, StandbyService
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Line, Statement, Step
from relinfra.plan.say import command, say
from relinfra.plan.sections.aws_documentation import documented
from relinfra.plan.sections.failover import led, signal_asked, turned_around
from relinfra.plan.sections.path_routing import routed

__all__ = ["ready", "switched_over"]


def ready(stage: Stage) -> Line:
    """Return what stands in the recovery region and who leads traffic there, nothing where only data lies there."""
    recovery, line = stage.recovery, []
    network, balancer = recovery.network, recovery.load_balancer.name
    if network.cidr:
        line.append(say("recovery.network", stage.id, cidr=network.cidr, gateways=network.nat_gateways))
    if balancer:
        line.append(say("recovery.balancer", stage.id, balancer=balancer))
    line += [_service(service) for service in recovery.services]
    line += _watched(stage, recovery)
    return (*line, *(statement for name in recovery.names for statement in led(name)), *_led_by_hand(stage))


def switched_over(stage: Stage) -> tuple[Step, ...]:
    """Return how a person gives the services there their tasks, and leads traffic to them where nothing else does."""
    services, region = stage.recovery.services, stage.recovery.region
    asked = [step for name in stage.recovery.names for step in signal_asked(name, region)]
    scaled = [step for service in services for step in _scaled(stage, service, region)]
    forced = [step for name in stage.recovery.names for step in turned_around(name, region)]
    renamed = [step for service in _by_hand(stage) for step in _renamed(stage, service, region)]
    probed = [step for service in services for step in _probed(stage, service)]
    return (*asked, *scaled, *forced, *renamed, *probed)


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


def _scaled(stage: Stage, service: StandbyService, region: Fact | None) -> tuple[Step, ...]:
    home, about, cluster, name = _home(stage, service), service.id, service.cluster, service.name
    low, high = home.tasks_min, home.tasks_max
    if not (region and cluster and name and low and high):
        return ()
    return (
        Step(
            (say("manual.scale", about, name=name, region=region, low=low),),
            (command("scale_up", about, region=region, cluster=cluster, name=name, low=low, high=high),),
            (say("manual.scaled", about),),
        ),
        Step(
            (say("manual.stable", about, name=name),),
            (command("wait_stable", about, region=region, cluster=cluster, name=name),),
            (say("manual.stably", about, most=documented(service).wait_services_stable),),
        ),
    )


def _renamed(stage: Stage, service: StandbyService, region: Fact | None) -> tuple[Step, ...]:
    about, domain, zone = service.id, _home(stage, service).domain, service.zone
    balancer = stage.recovery.load_balancer.name
    if not (domain and zone and balancer and region):
        return ()
    return (
        Step(
            (say("manual.zone", about, zone=zone),),
            (command("find_zone", about, zone=zone),),
            (say("manual.zone_found", about),),
        ),
        Step(
            (say("manual.balancer", about, balancer=balancer, region=region),),
            (command("find_balancer", about, balancer=balancer, region=region),),
            (say("manual.balancer_found", about),),
        ),
        Step(
            (say("manual.lead", about, domain=domain, region=region),),
            (command("lead_domain", about, domain=domain, ipv6=_home(stage, service).ipv6_record),),
            (say("manual.led", about, domain=domain, ttl=documented(service).alias_ttl),),
        ),
    )


def _probed(stage: Stage, service: StandbyService) -> tuple[Step, ...]:
    home, about = _home(stage, service), service.id
    domain, path, matcher = home.domain, home.health.path, home.health.matcher
    if not (domain and path and matcher and routed(home)):
        return ()
    return (
        Step(
            (say("manual.ask", about, domain=domain),),
            (command("probe", about, domain=domain, path=path, seconds=home.health.timeout_seconds),),
            (say("manual.answered", about, matcher=matcher),),
        ),
    )
