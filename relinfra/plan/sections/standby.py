"""What stands ready in the recovery region, and how a stage is switched over to it."""

from __future__ import annotations

from relinfra.evidence import Fact, Node
from relinfra.plan.model import Line, Statement, Step
from relinfra.plan.say import command, say
from relinfra.plan.sections.documented import documented
from relinfra.plan.sections.paths import routed

__all__ = ["ready", "switched_over"]


def ready(stage: Node) -> Line:
    """Return what stands in the recovery region and who leads traffic there, nothing where only data lies there."""
    plan = stage.node("recovery")
    services = plan.nodes("service")
    line = []
    cidr, balancer = plan.fact("network.cidr"), plan.fact("load_balancer.name")
    if cidr:
        gateways = plan.fact("network.nat_gateways")
        line.append(say("recovery.network", stage.id, cidr=cidr, gateways=gateways))
    if balancer:
        line.append(say("recovery.balancer", stage.id, balancer=balancer))
    line += [_service(service) for service in services]
    line += _watched(stage, plan)
    return (*line, *(_led(stage, service) for service in services if _domain(stage, service)))


def switched_over(stage: Node) -> tuple[Step, ...]:
    """Return how a person gives the services there their tasks, and leads traffic to them where nothing else does."""
    region = stage.fact("recovery.region")
    services = stage.node("recovery").nodes("service")
    scaled = [step for service in services for step in _scaled(stage, service, region)]
    led = [step for service in services if not service.fact("failover") for step in _renamed(stage, service, region)]
    asked = [step for service in services for step in _asked(stage, service)]
    return (*scaled, *led, *asked)


def _watched(stage: Node, plan: Node) -> Line:
    """Return who is told of trouble there, and which page they open."""
    alarms, told, subscribers, page = (plan.fact(name) for name in ("alarms", "told", "subscribers", "dashboard"))
    if not (alarms and told and page):
        return ()
    mailed = say("recovery.mailed" if subscribers else "recovery.not_mailed", stage.id, subscribers=subscribers)
    watched = say("recovery.watched", stage.id, alarms=alarms, told=told)
    return (watched, mailed, say("recovery.page", stage.id, dashboard=page))


def _service(service: Node) -> Statement:
    low, high = service.fact("tasks_min"), service.fact("tasks_max")
    key = "recovery.waiting" if low and not low.value else "recovery.serving"
    return say(key, service.id, name=service.fact("name"), low=low, high=high)


def _led(stage: Node, service: Node) -> Statement:
    failover = service.fact("failover")
    key = "recovery.led" if failover else "recovery.led_by_hand"
    return say(key, service.id, domain=failover or _domain(stage, service))


def _domain(stage: Node, service: Node) -> Fact | None:
    return stage.fact(f"service.{service.key}.domain")


def _scaled(stage: Node, service: Node, region: Fact | None) -> tuple[Step, ...]:
    home = stage.node(f"service.{service.key}")
    given = {"region": region, "cluster": service.fact("cluster"), "name": service.fact("name")}
    tasks = {"low": home.fact("tasks_min"), "high": home.fact("tasks_max")}
    if not all((*given.values(), *tasks.values())):
        return ()
    return (
        Step(
            (say("manual.scale", service.id, name=given["name"], region=region, low=tasks["low"]),),
            (command("scale_up", service.id, **given, **tasks),),
            (say("manual.scaled", service.id),),
        ),
        Step(
            (say("manual.stable", service.id, name=given["name"]),),
            (command("wait_stable", service.id, **given),),
            (say("manual.stably", service.id, most=documented(service, "wait_services_stable")),),
        ),
    )


def _renamed(stage: Node, service: Node, region: Fact | None) -> tuple[Step, ...]:
    domain, zone = _domain(stage, service), service.fact("zone")
    balancer = stage.fact("recovery.load_balancer.name")
    if not (domain and zone and balancer and region):
        return ()
    return (
        Step(
            (say("manual.zone", service.id, zone=zone),),
            (command("find_zone", service.id, zone=zone),),
            (say("manual.zone_found", service.id),),
        ),
        Step(
            (say("manual.balancer", service.id, balancer=balancer, region=region),),
            (command("find_balancer", service.id, balancer=balancer, region=region),),
            (say("manual.balancer_found", service.id),),
        ),
        Step(
            (say("manual.lead", service.id, domain=domain, region=region),),
            (command("lead_domain", service.id, domain=domain),),
            (say("manual.led", service.id, domain=domain, ttl=documented(service, "alias_ttl")),),
        ),
    )


def _asked(stage: Node, service: Node) -> tuple[Step, ...]:
    home = stage.node(f"service.{service.key}")
    domain, path = home.fact("domain"), home.fact("health.path")
    matcher, seconds = home.fact("health.matcher"), home.fact("health.timeout_seconds")
    if not (domain and path and matcher and routed(home)):
        return ()
    return (
        Step(
            (say("manual.ask", service.id, domain=domain),),
            (command("probe", service.id, domain=domain, path=path, seconds=seconds),),
            (say("manual.answered", service.id, matcher=matcher),),
        ),
    )
